-- $1 id uuid. No row: not there, or not this actor's to see.
-- sent: lane
SELECT m.id, c.reference, m.client_id, m.kind, m.about_id, m.status, m.not_before, m.not_after, m.attempts, m.last_error,
       m.created_at, m.sent_at
  FROM message m JOIN client c ON c.id = m.client_id
 WHERE m.id = $1
