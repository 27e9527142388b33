-- sent: lane
SELECT therapist_id, id, jurisdiction, valid_from, expires_on FROM credential ORDER BY therapist_id, id;
