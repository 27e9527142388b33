-- $1 role text, $2 actor uuid; then of each row, in their order: $3 id uuid[], $4 at timestamptz[] (the now() of the sign-in), $5 request
-- uuid[], $6 door text[], $7 operation text[], $8 action text[], $9 subject uuid[] with NULLs, $10 client uuid[] with NULLs, $11 clients
-- text[] with NULLs, each an array of uuid, $12 through text[] with NULLs, $13 purpose text[], $14 fields text[] with NULLs, $15 details
-- text[], each a JSON object, $16 mac bytea[].
-- Nobody writes a row about somebody else: audit_written refuses an actor who is not the transaction's own at this moment. Named all the
-- same, so that a transaction with rows of several actors, one after another, cannot give one's rows to the other.
INSERT INTO audit (id, at, role, actor_id, request_id, door, operation, action, subject_id, client_id, clients, through, purpose, fields,
                   details, mac)
SELECT row.id, row.at, $1, $2, row.request, row.door, row.operation, row.action, row.subject, row.client, row.clients::uuid[], row.through,
       row.purpose, row.fields, row.details::jsonb, row.mac
  FROM unnest($3::uuid[], $4::timestamptz[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::uuid[], $11::text[],
              $12::text[], $13::text[], $14::text[], $15::text[], $16::bytea[])
       AS row (id, at, request, door, operation, action, subject, client, clients, through, purpose, fields, details, mac)
