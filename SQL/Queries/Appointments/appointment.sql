-- One appointment. No row: none, or not for this actor.
-- $1 id uuid
-- sent: lane
SELECT id, reference, therapist_id, client_id, service_id, room_id, format, during, promised_start, zone, status, hold_until,
       overlap_reason, status_reason, version, created_at, updated_at
  FROM appointment WHERE id = $1;
