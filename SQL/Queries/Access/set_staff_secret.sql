-- $1 staff uuid, $2 password hash text, $3 sealed secret bytea, $4 step int8.
INSERT INTO staff_secret (staff_id, password_hash, totp_secret, totp_step) VALUES ($1, $2, $3, $4)
ON CONFLICT (staff_id) DO UPDATE
   SET password_hash = excluded.password_hash, totp_secret = excluded.totp_secret, totp_step = excluded.totp_step, pending_totp = NULL,
       updated_at = now()
