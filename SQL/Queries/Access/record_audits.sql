-- $1 request uuid, $2 door text, $3 at timestamptz (the transaction's own now()), $4 operation text, $5 purpose text; then of each row, in
-- their order: $6 id uuid[], $7 action text[], $8 subject uuid[] with NULLs, $9 client uuid[] with NULLs, $10 clients text[] with NULLs,
-- each an array of uuid, $11 through text[] with NULLs, $12 fields text[] with NULLs, $13 details text[], each a JSON object,
-- $14 mac bytea[].
-- The actor is the transaction's own: nobody writes a row about somebody else.
INSERT INTO audit (id, at, role, actor_id, request_id, door, operation, action, subject_id, client_id, clients, through, purpose, fields,
                   details, mac)
SELECT row.id, $3, actor_role(), actor_id(), $1, $2, $4, row.action, row.subject, row.client, row.clients::uuid[], row.through, $5,
       row.fields, row.details::jsonb, row.mac
  FROM unnest($6::uuid[], $7::text[], $8::uuid[], $9::uuid[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bytea[])
       AS row (id, action, subject, client, clients, through, fields, details, mac)
