-- All referrals of a client, in the order of lock_client_referrals.sql.
-- $1 client uuid
SELECT id FROM referral WHERE client_id = $1 ORDER BY id FOR NO KEY UPDATE;
