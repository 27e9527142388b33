-- $1 id uuid, $2 client uuid, $3 therapist uuid
INSERT INTO care_relationship (id, client_id, therapist_id, kind, during)
VALUES ($1, $2, $3, 'primary', tstzrange(now(), NULL))
ON CONFLICT DO NOTHING;
