-- $1 client uuid. The oldest first.
-- sent: lane
SELECT id, field, decision, decided_by, decided_at,
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = correction.client_id AND k.class = 'office') AS client_key, asked, note
  FROM correction
 WHERE client_id = $1
 ORDER BY decided_at, id
