-- What some therapists have shown that they can treat.
-- $1 therapists uuid[]
-- sent: lane
SELECT therapist_id, concept_code, level, focus, verified_on, expires_on FROM specialty WHERE therapist_id = ANY ($1)
 ORDER BY therapist_id, concept_code;
