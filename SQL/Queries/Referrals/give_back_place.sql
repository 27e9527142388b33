-- $1 client uuid, $2 therapist uuid
UPDATE caseload_place SET status = 'released' WHERE client_id = $1 AND therapist_id = $2 AND status = 'taken';
