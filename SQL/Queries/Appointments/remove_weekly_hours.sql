-- $1 id uuid, $2 therapist uuid. No row: there were none, or not for this actor.
DELETE FROM weekly_hours WHERE id = $1 AND therapist_id = $2 RETURNING id;
