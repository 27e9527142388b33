-- $1 id uuid, $2 staff uuid, $3 hash bytea, $4 hours int8. Replaces an earlier one.
INSERT INTO staff_invitation (id, staff_id, token_hash, expires_at) VALUES ($1, $2, $3, now() + interval '1 hour' * $4::bigint)
ON CONFLICT ON CONSTRAINT staff_invitation_one DO UPDATE
   SET id = excluded.id, token_hash = excluded.token_hash, expires_at = excluded.expires_at, created_at = now(), tries_left = 20,
       password_hash = NULL, totp_secret = NULL
