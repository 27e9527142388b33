-- $1 client uuid. No row: they were not destroyed.
SELECT id, class, early, asked_by, asked_as, asked_at, confirmed_by, confirmed_as, destroyed_at, rows::text
  FROM destruction_certificate WHERE client_id = $1
