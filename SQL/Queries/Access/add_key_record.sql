-- $1 purpose text, $2 name text, $3 fingerprint bytea. Refused by key_check_named where another process was first.
INSERT INTO key_check (purpose, name, fingerprint) VALUES ($1, $2, $3)
