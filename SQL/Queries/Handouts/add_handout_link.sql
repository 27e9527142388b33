-- $1 id uuid, $2 handout uuid, $3 client uuid, $4 token hash bytea, $5 expires timestamptz, $6 uses int.
INSERT INTO handout_link (id, handout_id, client_id, token_hash, expires_at, uses_left) VALUES ($1, $2, $3, $4, $5, $6)
