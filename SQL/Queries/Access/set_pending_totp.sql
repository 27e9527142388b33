-- $1 staff uuid, $2 sealed secret bytea. No row: this is nobody with a password.
UPDATE staff_secret SET pending_totp = $2, updated_at = now() WHERE staff_id = $1 RETURNING staff_id
