-- $1 id uuid, $2 request uuid, $3 door text, $4 action text, $5 subject uuid or null, $6 client uuid or null, $7 details jsonb.
-- The actor is the transaction's own: nobody writes a row about somebody else.
INSERT INTO audit (id, role, actor_id, request_id, door, action, subject_id, client_id, details)
VALUES ($1, actor_role(), actor_id(), $2, $3, $4, $5, $6, $7)
