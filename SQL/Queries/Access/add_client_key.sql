-- $1 client uuid, $2 wrapped by text, $3 wrapped bytea. Sent with the client's own row; without that row nothing is added.
INSERT INTO client_key (client_id, wrapped_by, wrapped)
SELECT $1, $2, $3 WHERE EXISTS (SELECT FROM client WHERE id = $1)
