-- No row: no such appointment, another version, or it is not booked. An overlap is an error of the constraint that names it.
-- $1 id uuid, $2 version bigint? (NULL: any), $3 during tstzrange, $4 room uuid?, $5 promised start timestamp, $6 zone text,
-- $7 overlap reason sealed bytea?, $8 reason sealed bytea? (NULL: as it was)
UPDATE appointment
   SET during = $3, room_id = $4, promised_start = $5, zone = $6, overlap_reason = $7, status_reason = coalesce($8, status_reason)
 WHERE id = $1 AND ($2::bigint IS NULL OR version = $2) AND status IN ('proposed', 'pending', 'booked')
RETURNING id, reference, therapist_id, client_id, service_id, room_id, format, during, promised_start, zone, status, hold_until,
       CASE WHEN coalesce(overlap_reason, status_reason) IS NOT NULL
            THEN (SELECT k.wrapped FROM client_key k WHERE k.client_id = appointment.client_id AND k.class = 'office') END AS client_key,
       overlap_reason, status_reason, version, created_at, updated_at;
