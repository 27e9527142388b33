-- $1 therapist uuid: all of them.
DELETE FROM weekly_hours WHERE therapist_id = $1;
