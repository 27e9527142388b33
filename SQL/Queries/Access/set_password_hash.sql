-- $1 staff uuid, $2 hash text.
UPDATE staff_secret SET password_hash = $2, updated_at = now() WHERE staff_id = $1
