-- What becomes of a proposal after it was made: answers with a code, who is next.

-- What is looked through to find a referral's proposals, the latest first.
CREATE INDEX proposal_referral ON proposal (referral_id, created_at DESC, id DESC);
-- Whose no it was, and why, as everybody who works on the referral may know it. decline_sealed is the same as the therapist said it, written
-- for each of her answers: a relation is told as a caseload that is full, and only those who may know open what was said.
ALTER TABLE proposal
    ADD COLUMN declined_by    text CONSTRAINT proposal_declined_by_known CHECK (declined_by IN ('therapist', 'client')),
    ADD COLUMN decline_code   text CONSTRAINT proposal_decline_code_known CHECK (decline_code IN ('caseload', 'fit', 'hours', 'other')),
    ADD COLUMN decline_sealed bytea CONSTRAINT proposal_decline_sealed_length CHECK (octet_length(decline_sealed) BETWEEN 33 AND 8040),
    ADD CONSTRAINT proposal_decline_whole CHECK (declined_by IS NULL OR (status = 'declined' AND decline_code IS NOT NULL)),
    ADD CONSTRAINT proposal_decline_sealed_by_therapist CHECK ((decline_sealed IS NULL) = (declined_by IS DISTINCT FROM 'therapist'));
GRANT UPDATE (declined_by, decline_code, decline_sealed) ON proposal TO attune_app;

-- How it goes, asked early: a question for each care that began with a proposal. It opens with the first session that took place and is due
-- after the third, or two weeks after the first, by this clock; whoever is unsure is asked again in two weeks.
CREATE TABLE early_check (
    id           uuid PRIMARY KEY,
    client_id    uuid NOT NULL REFERENCES client (id),
    therapist_id uuid NOT NULL REFERENCES therapist (id),
    referral_id  uuid NOT NULL REFERENCES referral (id),
    since        timestamptz NOT NULL DEFAULT now(),
    asked_at     timestamptz,
    answer       text CONSTRAINT early_check_answer_known CHECK (answer IN ('going_well', 'unsure', 'change')),
    note         bytea CONSTRAINT early_check_note_length CHECK (octet_length(note) BETWEEN 32 AND 8029),
    answered_by  uuid,
    answered_as  text,
    answered_at  timestamptz,
    CONSTRAINT early_check_once UNIQUE (referral_id, therapist_id),
    CONSTRAINT early_check_answer_whole
        CHECK (num_nonnulls(answer, answered_by, answered_as, answered_at) IN (0, 4) AND (answer IS NOT NULL OR note IS NULL))
);
CREATE INDEX early_check_open ON early_check (since, id) WHERE answer IS NULL OR answer = 'unsure';
CREATE INDEX early_check_client ON early_check (client_id);
ALTER TABLE early_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE early_check FORCE ROW LEVEL SECURITY;
CREATE POLICY early_check_staff ON early_check
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator')) WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator'));
-- A therapist answers for what she sees; what the client said to somebody else is not hers to read.
CREATE POLICY early_check_cared_for ON early_check
    FOR SELECT USING ((SELECT actor_role()) = 'therapist' AND cares_for(client_id)
                      AND (answered_by IS NULL OR answered_by = (SELECT actor_id())));
CREATE POLICY early_check_answered ON early_check FOR UPDATE
    USING ((SELECT actor_role()) = 'therapist' AND cares_for(client_id) AND (answered_by IS NULL OR answered_by = (SELECT actor_id())))
    WITH CHECK ((SELECT actor_role()) = 'therapist' AND cares_for(client_id) AND (answered_by IS NULL OR answered_by = (SELECT actor_id())));
CREATE POLICY early_check_destroyed_by_owner ON early_check TO attune_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE (asked_at, answer, note, answered_by, answered_as, answered_at) ON early_check TO attune_app;

-- Somebody would rather see another therapist: the referral is open again, and this therapist is not offered for it. stays: her care goes on
-- until the next one begins. Nothing of it is hers to read.
CREATE TABLE rematch (
    id           uuid PRIMARY KEY,
    referral_id  uuid NOT NULL REFERENCES referral (id),
    client_id    uuid NOT NULL REFERENCES client (id),
    therapist_id uuid NOT NULL REFERENCES therapist (id),
    stays        boolean NOT NULL,
    reason       bytea CONSTRAINT rematch_reason_length CHECK (octet_length(reason) BETWEEN 32 AND 8029),
    ended_at     timestamptz,
    decided_by   uuid NOT NULL,
    decided_as   text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT rematch_ends CHECK (stays OR ended_at IS NOT NULL)
);
CREATE INDEX rematch_referral ON rematch (referral_id);
CREATE INDEX rematch_client ON rematch (client_id);
CREATE UNIQUE INDEX rematch_one_open ON rematch (referral_id) WHERE ended_at IS NULL;
ALTER TABLE rematch ENABLE ROW LEVEL SECURITY;
ALTER TABLE rematch FORCE ROW LEVEL SECURITY;
CREATE POLICY rematch_staff ON rematch
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator')) WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator'));
CREATE POLICY rematch_destroyed_by_owner ON rematch TO attune_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE (ended_at) ON rematch TO attune_app;
