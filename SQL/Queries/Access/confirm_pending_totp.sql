-- $1 staff uuid, $2 step int8 (of the code that confirmed it).
UPDATE staff_secret SET totp_secret = pending_totp, totp_step = $2, pending_totp = NULL, updated_at = now()
 WHERE staff_id = $1 AND pending_totp IS NOT NULL RETURNING staff_id
