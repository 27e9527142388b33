-- $1 id uuid, $2 therapist uuid, $3 place int, $4 client uuid, $5 intense boolean.
INSERT INTO caseload_place (id, therapist_id, place, client_id, intense, status)
VALUES ($1, $2, $3, $4, $5, 'taken')
