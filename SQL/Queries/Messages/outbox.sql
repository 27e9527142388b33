-- $1 status text or NULL for any, $2 limit int8. The newest first.
-- sent: lane
SELECT m.id, c.reference, m.client_id, m.kind, m.about_id, m.status, m.not_before, m.not_after, m.attempts, m.last_error,
       m.created_at, m.sent_at
  FROM message m JOIN client c ON c.id = m.client_id
 WHERE $1::text IS NULL OR m.status = $1
 ORDER BY m.id DESC LIMIT $2
