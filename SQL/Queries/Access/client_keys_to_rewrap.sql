-- $1 the wrapping key's name text that is right already, $2 after client uuid or null (from the start), $3 limit int8.
-- Locked, so that two rotations at once take turns.
SELECT client_id, wrapped FROM client_key
 WHERE wrapped_by <> $1 AND client_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
 ORDER BY client_id LIMIT $3
   FOR NO KEY UPDATE
