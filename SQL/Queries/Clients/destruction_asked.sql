-- $1 client uuid. No row: nobody asked.
SELECT asked_by, asked_at, early_reason IS NOT NULL FROM destruction_request WHERE client_id = $1
