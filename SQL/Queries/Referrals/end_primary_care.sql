-- $1 client uuid, $2 therapist uuid
UPDATE care_relationship
   SET during = tstzrange(lower(during), greatest(now(), lower(during) + interval '1 microsecond'))
 WHERE client_id = $1 AND therapist_id = $2 AND kind = 'primary' AND during @> now()
RETURNING id;
