-- One appointment. No row: none, or not for this actor.
-- $1 id uuid
-- sent: lane
SELECT id, reference, therapist_id, client_id, service_id, room_id, format, during, promised_start, zone, status, hold_until,
       CASE WHEN coalesce(overlap_reason, status_reason) IS NOT NULL
            THEN (SELECT k.wrapped FROM client_key k WHERE k.client_id = appointment.client_id AND k.class = 'office') END AS client_key,
       overlap_reason, status_reason, version, created_at, updated_at
  FROM appointment WHERE id = $1;
