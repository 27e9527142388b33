-- By what a time is taken, as far as the actor may know: whether by the therapist, the room, the client. NULLs: by nothing visible.
-- $1 therapist uuid, $2 room uuid?, $3 client uuid, $4 during tstzrange
SELECT bool_or(therapist_id = $1), bool_or(room_id = $2), bool_or(client_id = $3)
  FROM appointment
 WHERE status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') AND overlap_reason IS NULL AND during && $4
   AND (therapist_id = $1 OR room_id = $2 OR client_id = $3);
