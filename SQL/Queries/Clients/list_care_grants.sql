-- $1 client uuid or null, $2 therapist uuid or null, $3 whether also those that have ended bool, $4 after id uuid or null, $5 limit int8.
-- sent: lane
SELECT id, client_id, therapist_id, kind, during
  FROM care_relationship
 WHERE kind IN ('cover', 'supervision') AND ($1::uuid IS NULL OR client_id = $1) AND ($2::uuid IS NULL OR therapist_id = $2)
   AND ($3::bool OR upper(during) > now()) AND ($4::uuid IS NULL OR id > $4)
 ORDER BY id
 LIMIT $5
