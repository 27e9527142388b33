-- $1 the wrapping key's name text that is right already, $2 after client uuid or null (from the start), $3 limit int8: clients, or more
-- where only one of their two keys is left. Locked, so that two rotations at once take turns.
SELECT client_id, class, wrapped FROM client_key
 WHERE wrapped_by <> $1 AND client_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
 ORDER BY client_id
 FETCH FIRST ($3::int8 * 2 - 1) ROWS WITH TIES
   FOR NO KEY UPDATE
