-- $1 therapist uuid. Of all days, past and future; what a person entered stays.
DELETE FROM schedule_exception WHERE therapist_id = $1 AND imported;
