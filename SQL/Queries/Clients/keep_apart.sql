-- $1 id uuid, $2 and $3 the two clients uuid in any order, $4 kind text, $5 reason sealed bytea?. From now on. No row: they are kept apart already.
INSERT INTO kept_apart (id, one_id, other_id, kind, reason)
VALUES ($1, least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), $4, $5)
ON CONFLICT DO NOTHING
RETURNING id
