-- $1 staff uuid, $2 step int8.
UPDATE staff_secret SET totp_step = $2 WHERE staff_id = $1 AND totp_step < $2 RETURNING staff_id
