-- No row: no such hold, or it has ended. A hold that ended by the clock but was not yet cancelled has ended all the same.
-- $1 id uuid
UPDATE appointment
   SET status = 'booked', hold_until = NULL
 WHERE id = $1 AND status IN ('proposed', 'pending') AND hold_until > now()
RETURNING id, reference, therapist_id, client_id, service_id, room_id, format, during, promised_start, zone, status, hold_until,
       CASE WHEN coalesce(overlap_reason, status_reason) IS NOT NULL
            THEN (SELECT k.wrapped FROM client_key k WHERE k.client_id = appointment.client_id AND k.class = 'office') END AS client_key,
       overlap_reason, status_reason, version, created_at, updated_at;
