-- Openings that the privacy officer was not told of yet, as they are taken to be told: at most 20, each by one server.
UPDATE break_glass SET told_at = now()
 WHERE id IN (SELECT id FROM break_glass WHERE told_at IS NULL ORDER BY id LIMIT 20 FOR UPDATE SKIP LOCKED)
RETURNING id, client_id
