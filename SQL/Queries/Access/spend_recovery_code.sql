-- $1 staff uuid, $2 hash bytea. How many are left.
WITH spent AS (DELETE FROM staff_recovery_code WHERE staff_id = $1 AND code_hash = $2)
SELECT count(*) - 1 FROM staff_recovery_code WHERE staff_id = $1
