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

-- A therapist says herself what clients read about her, and that it may be published: her own row, and of it the public part alone. What ranking
-- and booking go by (places, fees, formats, kinds of client, hours, credentials, evidence) stays the lead's.
CREATE POLICY therapist_own ON therapist FOR UPDATE
    USING ((SELECT actor_role()) = 'therapist' AND id = (SELECT actor_therapist()))
    WITH CHECK ((SELECT actor_role()) = 'therapist' AND id = (SELECT actor_therapist()));
CREATE FUNCTION keep_to_public_part() RETURNS trigger LANGUAGE plpgsql
    AS $$
    DECLARE
        hers CONSTANT text[] := '{pronouns,gender,profile,languages,modalities,published,published_on,version,updated_at}';
    BEGIN
        -- A column that is added later is not hers until it stands here.
        IF actor_role() = 'therapist' AND to_jsonb(NEW) - hers IS DISTINCT FROM to_jsonb(OLD) - hers THEN
            RAISE EXCEPTION 'not hers' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'therapist_public_part', TABLE = 'therapist';
        END IF;
        RETURN NEW;
    END $$;
CREATE TRIGGER therapist_public_part BEFORE UPDATE ON therapist FOR EACH ROW EXECUTE FUNCTION keep_to_public_part();
