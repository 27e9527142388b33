-- $1 id uuid, $2 client uuid, $3 reason for not waiting, sealed bytea or null. No row: somebody asked already.
INSERT INTO destruction_request (id, client_id, early_reason, asked_by, asked_as)
VALUES ($1, $2, $3, actor_id(), actor_role())
ON CONFLICT (client_id) DO NOTHING
RETURNING id
