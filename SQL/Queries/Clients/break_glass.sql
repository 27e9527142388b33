-- $1 id uuid, $2 client uuid, $3 reason sealed bytea. For sixty minutes. No row: this actor has it open already.
INSERT INTO break_glass (id, client_id, actor_id, reason)
VALUES ($1, $2, actor_id(), $3)
ON CONFLICT DO NOTHING
RETURNING id, client_id, actor_id, during, reviewed_at, reviewed_by
