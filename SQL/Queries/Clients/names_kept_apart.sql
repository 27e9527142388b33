-- $1 client uuid. What those are called from whom this client is kept apart, now or once; and what the client is called.
SELECT c.id = $1 AS own, c.full_name, c.preferred_name
  FROM client c
 WHERE c.id = $1
    OR c.id IN (SELECT CASE WHEN k.one_id = $1 THEN k.other_id ELSE k.one_id END FROM kept_apart k WHERE $1 IN (k.one_id, k.other_id))
