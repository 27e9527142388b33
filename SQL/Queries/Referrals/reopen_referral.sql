-- Open again as it was: its urgency, concerns and needs, and the day on which it arrived. No row: it was not complete.
-- $1 id uuid
UPDATE referral SET status = 'active' WHERE id = $1 AND status = 'completed' RETURNING version;
