-- $1 id uuid, $2 status text, $3 error code text or NULL, $4 next attempt timestamptz or NULL. No row: somebody else finished it.
-- The body goes when it will not be sent again: it may hold a link. Waiting for a safe hour (queued without an error) is no attempt.
UPDATE message
   SET status = $2, last_error = $3, not_before = coalesce($4::timestamptz, not_before),
       sent_at = CASE WHEN $2 = 'sent' THEN now() END,
       body = CASE WHEN $2 = 'queued' THEN body END,
       attempts = CASE WHEN $2 = 'queued' AND $3::text IS NULL THEN greatest(attempts - 1, 0) ELSE attempts END
 WHERE id = $1 AND status = 'sending'
RETURNING id
