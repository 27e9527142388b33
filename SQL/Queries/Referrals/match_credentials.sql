-- What some therapists may practise, where and until when.
-- $1 therapists uuid[]
-- sent: lane
SELECT therapist_id, id, jurisdiction, valid_from, expires_on FROM credential WHERE therapist_id = ANY ($1) ORDER BY therapist_id, id;
