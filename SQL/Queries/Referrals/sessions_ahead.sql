-- What a client has booked with a therapist from now on, by start.
-- $1 client uuid, $2 therapist uuid
SELECT id FROM appointment
 WHERE client_id = $1 AND therapist_id = $2 AND status = 'booked' AND lower(during) > now()
 ORDER BY lower(during);
