-- $1 therapist uuid. The clients whose therapist this is now.
-- sent: lane
SELECT client_id FROM care_relationship WHERE therapist_id = $1 AND kind = 'primary' AND during @> now() ORDER BY client_id
