-- $1 client uuid. No row: they were not destroyed.
SELECT id, class, early, asked_by, asked_at, confirmed_by, destroyed_at, rows::text FROM destruction_certificate WHERE client_id = $1
