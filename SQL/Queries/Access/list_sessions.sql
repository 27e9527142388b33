-- $1 staff uuid. Sessions that are open, the newest first; never a hash.
-- sent: lane
SELECT id, door, created_at, last_used_at, expires_at
  FROM staff_session
 WHERE staff_id = $1 AND expires_at > now() AND last_used_at > now() - interval '30 minutes'
 ORDER BY created_at DESC, id DESC LIMIT 200
