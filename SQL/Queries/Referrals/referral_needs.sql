-- $1 referral uuid
-- sent: lane
SELECT kind, value, importance FROM referral_need WHERE referral_id = $1 ORDER BY kind, value;
