-- Both days included. A row for each exception that was there and that this actor may take back.
-- $1 therapist uuid, $2 first day date, $3 last day date
DELETE FROM schedule_exception WHERE therapist_id = $1 AND day BETWEEN $2 AND $3 RETURNING id;
