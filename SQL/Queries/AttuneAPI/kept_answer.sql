-- $1 key text. The answer that was kept with an earlier request's effect; no row: this is the first.
-- sent: lane
SELECT request_hash, status, headers, body, clients, fields FROM idempotency i WHERE i.actor_id = (SELECT actor_id()) AND i.key = $1
