-- One way only: a flag is lifted by a person's triage and by nothing else. No row: it is closed.
-- $1 id uuid, $2 reason text
UPDATE referral SET status = 'on-hold', safety_hold = true, safety_reason = coalesce(safety_reason, $2)
 WHERE id = $1 AND status IN ('draft', 'active', 'on-hold')
RETURNING version;
