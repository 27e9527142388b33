-- A page of all appointments that the actor may see and that begin in a span, by start and then id.
-- $1 from timestamptz, $2 until timestamptz, $3 and $4 start timestamptz and id uuid of the last row of the page before
-- (the span's start and the lowest id for the first page), $5 limit int4
-- sent: lane
SELECT id, reference, therapist_id, client_id, service_id, room_id, format, during, promised_start, zone, status, hold_until,
       CASE WHEN coalesce(overlap_reason, status_reason) IS NOT NULL
            THEN (SELECT k.wrapped FROM client_key k WHERE k.client_id = appointment.client_id AND k.class = 'office') END AS client_key,
       overlap_reason, status_reason, version, created_at, updated_at
  FROM appointment
 WHERE lower(during) >= $1 AND lower(during) < $2 AND (lower(during), id) > ($3, $4)
 ORDER BY lower(during), id LIMIT $5;
