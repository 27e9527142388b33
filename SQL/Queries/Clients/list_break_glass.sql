-- $1 client uuid or null, $2 whether only those that nobody has reviewed bool, $3 before id uuid or null, $4 limit int8. The latest first.
-- sent: lane
SELECT id, client_id, actor_id, during, reviewed_at, reviewed_by,
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = break_glass.client_id AND k.class = 'office') AS client_key, reason
  FROM break_glass
 WHERE ($1::uuid IS NULL OR client_id = $1) AND (NOT $2::bool OR reviewed_at IS NULL) AND ($3::uuid IS NULL OR id < $3)
 ORDER BY id DESC
 LIMIT $4
