-- $1 id uuid, $2 and $3 the two clients uuid in any order, $4 kind text, $5 reason sealed bytea?, $6 from timestamptz or null (now), $7 until
-- timestamptz or null (until somebody ends it). No row: they are kept apart already, then or for a part of it.
INSERT INTO kept_apart (id, one_id, other_id, kind, reason, during)
VALUES ($1, least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), $4, $5, tstzrange(coalesce($6::timestamptz, now()), $7::timestamptz))
ON CONFLICT DO NOTHING
RETURNING id
