-- No row: it was signed already.
-- $1 id uuid, $2 version text, $3 sha256 bytea, $4 clinician text
INSERT INTO pattern_sign_off (id, version, sha256, clinician, signed_by, signed_as) VALUES ($1, $2, $3, $4, actor_id(), actor_role())
ON CONFLICT DO NOTHING RETURNING signed_at;
