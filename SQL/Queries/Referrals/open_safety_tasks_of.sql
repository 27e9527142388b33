-- $1 referral uuid
SELECT id FROM safety_task WHERE referral_id = $1 AND cleared_at IS NULL ORDER BY opened_at, id;
