-- $1 id uuid, $2 status text
UPDATE referral SET status = $2 WHERE id = $1 RETURNING version;
