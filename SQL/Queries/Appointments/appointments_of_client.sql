-- A page of one client's appointments that begin in a span, by start and then id.
-- $1 client uuid, $2 from timestamptz, $3 until timestamptz, $4 and $5 start timestamptz and id uuid of the last row of the page before
-- (the span's start and the lowest id for the first page), $6 limit int4
-- sent: lane
SELECT id, reference, therapist_id, client_id, service_id, room_id, format, during, promised_start, zone, status, hold_until,
       CASE WHEN coalesce(overlap_reason, status_reason) IS NOT NULL
            THEN (SELECT k.wrapped FROM client_key k WHERE k.client_id = appointment.client_id AND k.class = 'office') END AS client_key,
       overlap_reason, status_reason, version, created_at, updated_at
  FROM appointment
 WHERE client_id = $1 AND lower(during) >= $2 AND lower(during) < $3 AND (lower(during), id) > ($4, $5)
 ORDER BY lower(during), id LIMIT $6;
