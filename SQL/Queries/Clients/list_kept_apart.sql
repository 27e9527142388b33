-- $1 client uuid. Whom this client is kept apart from today; for the few who may know (row-level security).
-- sent: lane
SELECT id, CASE WHEN one_id = $1 THEN other_id ELSE one_id END AS other_id, kind, lower(during) AS since
  FROM kept_apart
 WHERE $1 IN (one_id, other_id) AND during @> now()
 ORDER BY id
