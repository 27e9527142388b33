-- With the care that begins. A client who comes back to the same therapist by the same referral is asked once.
-- $1 id uuid, $2 client uuid, $3 therapist uuid, $4 referral uuid
INSERT INTO early_check (id, client_id, therapist_id, referral_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;
