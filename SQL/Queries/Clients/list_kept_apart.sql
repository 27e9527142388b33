-- $1 client uuid. Whom this client is kept apart from today or later; for the few who may know (row-level security).
-- sent: lane
SELECT id, CASE WHEN one_id = $1 THEN other_id ELSE one_id END AS other_id, kind, lower(during) AS since, upper(during) AS until,
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = kept_apart.one_id AND k.class = 'office') AS one_key,
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = kept_apart.other_id AND k.class = 'office') AS other_key, reason
  FROM kept_apart
 WHERE $1 IN (one_id, other_id) AND NOT isempty(during) AND coalesce(upper(during), 'infinity') > now()
 ORDER BY id
