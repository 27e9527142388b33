-- $1 handout uuid, $2 version int that was read, $3 released boolean or NULL to keep it, $4 status text or NULL to keep it. No row: changed since.
UPDATE handout SET released = coalesce($3::boolean, released), status = coalesce($4::text, status)
 WHERE id = $1 AND version = $2 RETURNING id
