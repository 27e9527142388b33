-- The credentials of every therapist who has not left.
-- sent: lane
SELECT c.therapist_id, c.id, c.kind, c.issuer, c.number, c.jurisdiction, c.valid_from, c.expires_on
  FROM credential c
  JOIN therapist t ON t.id = c.therapist_id AND t.status <> 'left'
 ORDER BY c.therapist_id, c.valid_from, c.id
