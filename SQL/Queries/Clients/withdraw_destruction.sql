-- $1 client uuid. No row: nobody asked.
DELETE FROM destruction_request WHERE client_id = $1 RETURNING id
