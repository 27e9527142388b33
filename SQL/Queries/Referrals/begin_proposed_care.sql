-- A therapist may look at a referral for as long as it is proposed to her.
-- $1 id uuid, $2 client uuid, $3 therapist uuid, $4 until timestamptz
INSERT INTO care_relationship (id, client_id, therapist_id, kind, during)
VALUES ($1, $2, $3, 'proposed', tstzrange(now(), $4))
ON CONFLICT DO NOTHING;
