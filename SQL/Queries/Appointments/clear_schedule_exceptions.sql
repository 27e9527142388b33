-- $1 therapist uuid. Of all days, past and future.
DELETE FROM schedule_exception WHERE therapist_id = $1;
