-- What stands in one therapist's calendar at some time of a span: agreed sessions that nobody has come to yet, and holds, by start.
-- A session lasts less than a day, which is what the index on its start is asked for.
-- $1 therapist uuid, $2 from timestamptz, $3 until timestamptz, $4 limit int4
-- sent: lane
SELECT id, reference, therapist_id, client_id, service_id, room_id, format, during, promised_start, zone, status, hold_until,
       CASE WHEN coalesce(overlap_reason, status_reason) IS NOT NULL
            THEN (SELECT k.wrapped FROM client_key k WHERE k.client_id = appointment.client_id AND k.class = 'office') END AS client_key,
       overlap_reason, status_reason, version, created_at, updated_at
  FROM appointment
 WHERE therapist_id = $1 AND lower(during) >= $2 - interval '1 day' AND lower(during) < $3 AND upper(during) > $2
   AND status IN ('proposed', 'pending', 'booked') AND (hold_until IS NULL OR hold_until > now())
 ORDER BY lower(during), id LIMIT $4;
