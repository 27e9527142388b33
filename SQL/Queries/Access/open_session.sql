-- $1 id uuid, $2 staff uuid, $3 hash bytea, $4 door text.
INSERT INTO staff_session (id, staff_id, token_hash, door) VALUES ($1, $2, $3, $4) RETURNING expires_at
