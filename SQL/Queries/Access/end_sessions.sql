-- $1 staff uuid, $2 kept uuid or null: a session that goes on.
DELETE FROM staff_session WHERE staff_id = $1 AND id IS DISTINCT FROM $2 RETURNING id
