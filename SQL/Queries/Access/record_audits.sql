-- $1 request uuid, $2 door text; then of each row, in their order: $3 id uuid[], $4 action text[], $5 subject uuid[] with NULLs,
-- $6 client uuid[] with NULLs, $7 details text[], each a JSON object.
-- The actor is the transaction's own: nobody writes a row about somebody else.
INSERT INTO audit (id, role, actor_id, request_id, door, action, subject_id, client_id, details)
SELECT row.id, actor_role(), actor_id(), $1, $2, row.action, row.subject, row.client, row.details::jsonb
  FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[]) AS row (id, action, subject, client, details)
