-- $1 id uuid, $2 referral uuid, $3 client uuid, $4 outcome text, $5 therapist uuid?
INSERT INTO referral_ending (id, referral_id, client_id, outcome, therapist_id, decided_by, decided_as)
VALUES ($1, $2, $3, $4, $5, actor_id(), actor_role());
