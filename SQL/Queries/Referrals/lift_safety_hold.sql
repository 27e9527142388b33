-- Once nothing is open; where it stands otherwise, triage says.
-- $1 referral uuid
UPDATE referral SET safety_hold = false, safety_reason = NULL
 WHERE id = $1 AND safety_hold AND NOT EXISTS (SELECT FROM safety_task t WHERE t.referral_id = $1 AND t.cleared_at IS NULL)
RETURNING version;
