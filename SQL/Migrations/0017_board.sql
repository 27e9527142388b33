-- "I am on this one": which coordinator looks after a referral just now, so that two do not call one client. It informs and never blocks:
-- no act asks for it.

CREATE TABLE referral_claim (
    -- One claim a referral: whoever is second hears who was first.
    referral_id     uuid CONSTRAINT referral_claim_one PRIMARY KEY REFERENCES referral (id),
    claimed_by      uuid NOT NULL,
    claimed_as      text NOT NULL CONSTRAINT referral_claim_by_coordinator CHECK (claimed_as IN ('lead', 'intake', 'operator')),
    -- What colleagues call whoever it is. Copied, because intake may not look into other people's accounts.
    name            text NOT NULL CONSTRAINT referral_claim_name_length CHECK (char_length(name) BETWEEN 1 AND 120),
    claimed_at      timestamptz NOT NULL DEFAULT now(),
    -- It ends by this clock, whether or not anybody remembers.
    ends_at         timestamptz NOT NULL,
    -- Whoever had it and did not let it go themselves, so that both see what happened.
    taken_from      uuid,
    taken_from_name text CONSTRAINT referral_claim_taken_from_length CHECK (char_length(taken_from_name) BETWEEN 1 AND 120),
    CONSTRAINT referral_claim_ends CHECK (ends_at > claimed_at),
    CONSTRAINT referral_claim_taken_whole CHECK ((taken_from IS NULL) = (taken_from_name IS NULL)),
    CONSTRAINT referral_claim_taken_from_another CHECK (taken_from <> claimed_by)
);
ALTER TABLE referral_claim ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_claim FORCE ROW LEVEL SECURITY;
CREATE POLICY referral_claim_seen ON referral_claim FOR SELECT USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator'));
-- In one's own name alone, and for twelve hours at most; another's is taken over and never edited.
CREATE POLICY referral_claim_made ON referral_claim FOR INSERT
    WITH CHECK (claimed_as = (SELECT actor_role()) AND claimed_by = (SELECT actor_id()) AND ends_at <= now() + interval '12 hours');
CREATE POLICY referral_claim_taken ON referral_claim FOR UPDATE
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator'))
    WITH CHECK (claimed_as = (SELECT actor_role()) AND claimed_by = (SELECT actor_id()) AND ends_at <= now() + interval '12 hours');
CREATE POLICY referral_claim_released ON referral_claim FOR DELETE
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator') AND claimed_by = (SELECT actor_id()));
CREATE POLICY referral_claim_destroyed_by_owner ON referral_claim TO attune_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON referral_claim TO attune_app;
