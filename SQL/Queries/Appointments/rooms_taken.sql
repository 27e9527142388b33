-- Rooms that are taken at some time in a span.
-- $1 from timestamptz, $2 until timestamptz
-- sent: lane
SELECT room_id, during FROM rooms_taken($1, $2);
