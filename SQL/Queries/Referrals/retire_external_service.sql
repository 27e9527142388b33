-- $1 id uuid
UPDATE external_service SET status = 'retired' WHERE id = $1 AND status = 'active' RETURNING id;
