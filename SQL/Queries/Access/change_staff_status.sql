-- $1 id uuid, $2 status text. No row: no such account.
UPDATE staff SET status = $2 WHERE id = $1 RETURNING id
