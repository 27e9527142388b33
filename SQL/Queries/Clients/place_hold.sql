-- $1 id uuid, $2 client uuid, $3 reason sealed bytea. No row: there is one already.
INSERT INTO legal_hold (id, client_id, reason, placed_by)
VALUES ($1, $2, $3, actor_id())
ON CONFLICT (client_id) WHERE released_at IS NULL DO NOTHING
RETURNING id
