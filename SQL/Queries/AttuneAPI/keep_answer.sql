-- $1 key text, $2 hash of the request bytea, $3 status int8, $4 headers jsonb, $5 body sealed bytea.
INSERT INTO idempotency (actor_id, key, request_hash, status, headers, body)
VALUES (actor_id(), $1, $2, $3::int, $4, $5)
