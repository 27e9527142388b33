-- $1 therapists uuid[]. By therapist, focuses first, then the strongest evidence.
-- sent: lane
SELECT therapist_id, concept_code, level, focus, verified_by, verified_on, expires_on
  FROM specialty
 WHERE therapist_id = ANY ($1)
 ORDER BY therapist_id, focus DESC, level DESC, concept_code
