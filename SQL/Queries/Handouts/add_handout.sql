-- $1 id uuid, $2 client uuid, $3 therapist uuid, $4 version uuid, $5 note sealed bytea or NULL, $6 released boolean. No row: the client holds it already.
INSERT INTO handout (id, client_id, therapist_id, version_id, note, released) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING id
