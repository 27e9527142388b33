-- All referrals of the client whose referral this is, in one order, so that two acts on them never wait for each other in a circle.
-- $1 referral uuid
SELECT id FROM referral WHERE client_id = (SELECT client_id FROM referral WHERE id = $1) ORDER BY id FOR NO KEY UPDATE;
