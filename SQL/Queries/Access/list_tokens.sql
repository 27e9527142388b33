-- Every token that can still be used, newest first; never its hash.
-- sent: lane
SELECT id, role, subject_id, therapist_id, label, created_at, expires_at, scope, last_used_at
  FROM access_token
 WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
 ORDER BY created_at DESC, id DESC
 LIMIT 500
