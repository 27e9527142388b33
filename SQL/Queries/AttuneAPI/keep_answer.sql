-- $1 key text, $2 hash of the request bytea, $3 status int8, $4 headers jsonb, $5 body sealed bytea, $6 clients it tells of uuid[], $7 fields text?.
INSERT INTO idempotency (actor_id, key, request_hash, status, headers, body, clients, fields)
VALUES (actor_id(), $1, $2, $3::int, $4, $5, $6, $7)
