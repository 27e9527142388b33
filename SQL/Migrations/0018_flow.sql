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
