-- Consent to matching that comes later, and that ends: a referral rests on a row of its client's consents, with a basis, a day and an end. No
-- copy of it can be old: revoking that row, or the day on which it ends, takes the referral out of ranking by itself.
ALTER TABLE consent ADD CONSTRAINT consent_of_client UNIQUE (id, client_id);
ALTER TABLE referral
    ADD COLUMN consent_id uuid,
    -- On the client's own, and on nobody else's.
    ADD CONSTRAINT referral_consent_own FOREIGN KEY (consent_id, client_id) REFERENCES consent (id, client_id);
CREATE INDEX referral_consent ON referral (consent_id) WHERE consent_id IS NOT NULL;
UPDATE referral r SET consent_id = c.id
  FROM consent c WHERE c.client_id = r.client_id AND c.kind = 'matching' AND c.revoked_at IS NULL AND r.matching_consent;

-- Nobody is proposed without it, whatever asked.
CREATE FUNCTION refuse_unasked_proposal() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN
        IF NOT EXISTS (
            SELECT FROM referral r LEFT JOIN consent n ON n.id = r.consent_id
             WHERE r.id = NEW.referral_id AND r.matching_consent
               AND (r.consent_id IS NULL OR (n.kind = 'matching' AND n.given_at <= now() AND n.revoked_at IS NULL
                                             AND (n.expires_at IS NULL OR n.expires_at > now())))) THEN
            RAISE EXCEPTION 'no consent' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'proposal_consented';
        END IF;
        RETURN NEW;
    END $$;
CREATE TRIGGER proposal_consented BEFORE INSERT ON proposal FOR EACH ROW EXECUTE FUNCTION refuse_unasked_proposal();
