-- $1 hash bytea, $2 password hash text, $3 sealed secret bytea: what was chosen, until a code confirms it. No row: it has ended.
UPDATE staff_invitation SET password_hash = $2, totp_secret = $3 WHERE token_hash = $1 AND expires_at > now() RETURNING staff_id
