-- $1 id uuid. No row: somebody else told of it.
UPDATE break_glass SET told_at = now() WHERE id = $1 AND told_at IS NULL RETURNING client_id
