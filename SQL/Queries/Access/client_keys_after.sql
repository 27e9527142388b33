-- $1 after client uuid or null (from the start), $2 limit int8: clients. For checking them one after another; a client has two.
-- sent: lane
SELECT client_id, class, wrapped FROM client_key
 WHERE client_id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY client_id
 FETCH FIRST ($2::int8 * 2 - 1) ROWS WITH TIES
