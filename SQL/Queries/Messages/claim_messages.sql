-- $1 limit int. Takes what is due, for ten minutes: if its taker dies, it is due again. Two takers never get the same row, nor wait.
UPDATE message m
   SET status = 'sending', attempts = m.attempts + 1, not_before = now() + interval '10 minutes'
  FROM contact_point p, client c
 WHERE p.id = m.contact_point_id AND c.id = m.client_id
   AND m.id IN (SELECT d.id FROM message d WHERE d.status IN ('queued', 'sending') AND d.not_before <= now()
                 ORDER BY d.not_before, d.id LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING m.id, m.client_id, (SELECT k.wrapped FROM client_key k WHERE k.client_id = m.client_id AND k.class = 'office') AS client_key,
          m.subject, m.body, m.not_after, m.attempts, c.zone, p.sender_label, p.value, p.id AS contact,
          p.channel, p.may_write, p.safe_from, p.safe_until, p.wording, p.confirmed_at, p.recheck_due,
          p.retired_at IS NOT NULL AS retired, messages_withdrawn(m.client_id) AS withdrawn
