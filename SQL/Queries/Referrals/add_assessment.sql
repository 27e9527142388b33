-- $1 id uuid, $2 referral uuid, $3 instrument text, $4 result sealed bytea, $5 taken on date
INSERT INTO assessment (id, referral_id, instrument, result, taken_on, entered_by, entered_as)
VALUES ($1, $2, $3, $4, $5, actor_id(), actor_role());
