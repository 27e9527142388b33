-- A page of live appointments that have not begun, with what was promised, by start and then id.
-- $1 and $2 start timestamptz and id uuid of the last row of the page before, $3 limit int4
-- sent: lane
SELECT id, reference, lower(during), promised_start, zone
  FROM appointment
 WHERE status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') AND (lower(during), id) > ($1, $2) AND lower(during) > now()
 ORDER BY lower(during), id LIMIT $3;
