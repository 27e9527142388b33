-- $1 id uuid, $2 therapist uuid. No row: there was none, or not for this actor.
DELETE FROM schedule_exception WHERE id = $1 AND therapist_id = $2 RETURNING id;
