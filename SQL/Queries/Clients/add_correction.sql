-- $1 id uuid, $2 client uuid, $3 field text, $4 asked sealed bytea, $5 decision text, $6 note sealed bytea or null.
INSERT INTO correction (id, client_id, field, asked, decision, note, decided_by, decided_as)
VALUES ($1, $2, $3, $4, $5, $6, actor_id(), actor_role())
RETURNING decided_at, decided_by
