-- $1 after client uuid or null (from the start), $2 limit int8. For checking them one after another.
-- sent: lane
SELECT client_id, wrapped FROM client_key
 WHERE client_id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY client_id LIMIT $2
