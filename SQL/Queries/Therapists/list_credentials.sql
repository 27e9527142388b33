-- $1 therapists uuid[]. By therapist, the oldest first.
-- sent: lane
SELECT therapist_id, id, kind, issuer, number, jurisdiction, valid_from, expires_on
  FROM credential
 WHERE therapist_id = ANY ($1)
 ORDER BY therapist_id, valid_from, id
