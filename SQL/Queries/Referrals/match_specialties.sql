-- sent: lane
SELECT therapist_id, concept_code, level, focus, verified_on, expires_on FROM specialty ORDER BY therapist_id, concept_code;
