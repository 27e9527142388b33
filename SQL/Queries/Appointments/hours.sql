-- Weekly hours and dated exceptions of some therapists that matter between two days, both included.
-- $1 therapists uuid[], $2 first day date, $3 last day date
-- sent: lane
SELECT therapist_id, id, 'weekly' AS kind, weekday, NULL::date AS day, starts, ends, formats, site_id,
       nullif(valid_from, '-infinity') AS valid_from, nullif(valid_until, 'infinity') AS valid_until
  FROM weekly_hours
 WHERE therapist_id = ANY ($1) AND valid_from <= $3 AND valid_until > $2
UNION ALL
SELECT therapist_id, id, kind, NULL, day, starts, ends, formats, site_id, NULL, NULL
  FROM schedule_exception
 WHERE therapist_id = ANY ($1) AND day BETWEEN $2 AND $3;
