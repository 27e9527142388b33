-- $1 id uuid, $2 hash bytea, $3 role text, $4 subject uuid, $5 therapist uuid or null, $6 label text, $7 expires timestamptz or null,
-- $8 scope text[] or null (policies that it is held to).
INSERT INTO access_token (id, token_hash, role, subject_id, therapist_id, label, expires_at, scope)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
