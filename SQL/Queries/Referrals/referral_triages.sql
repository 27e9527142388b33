-- The latest first.
-- $1 referral uuid
-- sent: lane
SELECT id, urgency, safety_hold, reason, decided_by, decided_as, decided_at FROM triage WHERE referral_id = $1 ORDER BY decided_at DESC, id DESC;
