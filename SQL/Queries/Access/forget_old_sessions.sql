-- $1 staff uuid. Those that have run out.
DELETE FROM staff_session WHERE staff_id = $1 AND (expires_at <= now() OR last_used_at <= now() - interval '30 minutes')
