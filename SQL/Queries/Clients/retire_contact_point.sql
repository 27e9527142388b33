-- $1 id uuid. It is never used again; the row stays for the record. No row: none such, or retired already.
UPDATE contact_point
   SET retired_at = now()
 WHERE id = $1 AND retired_at IS NULL
RETURNING client_id
