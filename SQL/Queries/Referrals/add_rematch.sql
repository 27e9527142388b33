-- $1 id uuid, $2 referral uuid, $3 client uuid, $4 therapist uuid, $5 stays bool, $6 reason sealed bytea?
INSERT INTO rematch (id, referral_id, client_id, therapist_id, stays, reason, ended_at, decided_by, decided_as)
VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $5 THEN NULL ELSE now() END, actor_id(), actor_role());
