-- $1 staff uuid.
DELETE FROM staff_recovery_code WHERE staff_id = $1
