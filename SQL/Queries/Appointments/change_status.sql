-- No row: no such appointment, another version, or a status from which this is not allowed; appointment.sql tells which.
-- $1 id uuid, $2 version bigint? (NULL: any), $3 allowed statuses text[], $4 new status text, $5 reason sealed bytea? (NULL: as it was)
UPDATE appointment
   SET status = $4, hold_until = NULL, status_reason = coalesce($5, status_reason)
 WHERE id = $1 AND ($2::bigint IS NULL OR version = $2) AND status = ANY ($3)
RETURNING id, reference, therapist_id, client_id, service_id, room_id, format, during, promised_start, zone, status, hold_until,
       CASE WHEN coalesce(overlap_reason, status_reason) IS NOT NULL
            THEN (SELECT k.wrapped FROM client_key k WHERE k.client_id = appointment.client_id AND k.class = 'office') END AS client_key,
       overlap_reason, status_reason, version, created_at, updated_at;
