-- In the order in which they were found.
-- $1 referral uuid
-- sent: lane
SELECT field, code, message FROM referral_doubt WHERE referral_id = $1 ORDER BY number;
