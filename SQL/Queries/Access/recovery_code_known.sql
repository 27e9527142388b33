-- $1 staff uuid, $2 hash bytea.
SELECT EXISTS (SELECT FROM staff_recovery_code WHERE staff_id = $1 AND code_hash = $2)
