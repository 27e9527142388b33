-- Licences of some therapists: valid from, and the day from which they are not (NULL: for good).
-- $1 therapists uuid[]
-- sent: lane
SELECT therapist_id, valid_from, expires_on FROM credential WHERE therapist_id = ANY ($1);
