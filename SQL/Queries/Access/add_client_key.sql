-- $1 client uuid, $2 wrapped by text, $3 office key wrapped bytea, $4 clinical key wrapped bytea. Sent with the client's own row; without that
-- row nothing is added.
INSERT INTO client_key (client_id, class, wrapped_by, wrapped)
SELECT $1, k.class, $2, k.wrapped FROM (VALUES ('office', $3::bytea), ('clinical', $4::bytea)) AS k (class, wrapped)
 WHERE EXISTS (SELECT FROM client WHERE id = $1)
