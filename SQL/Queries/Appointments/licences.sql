-- Licences of some therapists: valid from, and the day from which they are not (NULL: for good). With a client, those for their province.
-- $1 therapists uuid[], $2 client uuid?
-- sent: lane
SELECT therapist_id, valid_from, expires_on FROM credential
 WHERE therapist_id = ANY ($1) AND jurisdiction = coalesce((SELECT c.jurisdiction FROM client c WHERE c.id = $2), jurisdiction);
