-- $1 staff uuid.
DELETE FROM staff_invitation WHERE staff_id = $1
