-- One therapist's dated exceptions between two days, both included, by day and then start; a whole day first.
-- $1 therapist uuid, $2 first day date, $3 last day date
-- sent: lane
SELECT id, day, kind, starts, ends, formats, site_id, note
  FROM schedule_exception
 WHERE therapist_id = $1 AND day BETWEEN $2 AND $3
 ORDER BY day, starts NULLS FIRST, id;
