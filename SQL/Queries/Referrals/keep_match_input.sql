-- The same ranking decided on twice is kept once.
-- $1 input hash bytea, $2 referral uuid, $3 client uuid, $4 policy version text, $5 facts sealed bytea
INSERT INTO match_input (input_hash, referral_id, client_id, policy_version, facts) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING;
