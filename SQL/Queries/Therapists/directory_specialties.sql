-- The specialties of every therapist who has not left.
-- sent: lane
SELECT s.therapist_id, s.concept_code, s.level, s.focus, s.verified_by, s.verified_on, s.expires_on
  FROM specialty s
  JOIN therapist t ON t.id = s.therapist_id AND t.status <> 'left'
 ORDER BY s.therapist_id, s.focus DESC, s.level DESC, s.concept_code
