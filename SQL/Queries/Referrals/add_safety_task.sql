-- No row: the same flag is open already, and nobody has taken it.
-- $1 id uuid, $2 referral uuid, $3 reason text
INSERT INTO safety_task (id, referral_id, reason, due_at)
SELECT $1, $2, $3, now() + make_interval(hours => w.hours) FROM wait_target w WHERE w.level = 'safety'
ON CONFLICT DO NOTHING
RETURNING id;
