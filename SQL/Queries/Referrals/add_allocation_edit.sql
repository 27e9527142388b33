-- $1 allocation uuid, $2 referral uuid, $3 client uuid, $4 kind text, $5 therapist uuid?
INSERT INTO allocation_edit (allocation_id, referral_id, client_id, kind, therapist_id, made_by, made_as)
VALUES ($1, $2, $3, $4, $5, actor_id(), actor_role());
