-- $1 wrapped by text, $2 clients uuid[], $3 classes text[], $4 wrapped bytea[], in the same order.
UPDATE client_key k SET wrapped_by = $1, wrapped = n.wrapped
  FROM unnest($2::uuid[], $3::text[], $4::bytea[]) AS n (client_id, class, wrapped)
 WHERE k.client_id = n.client_id AND k.class = n.class
