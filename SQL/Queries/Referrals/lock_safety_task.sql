-- The referral first, as every act that needs both. No row: no such task, or not for this actor.
-- $1 id uuid
SELECT r.id FROM referral r WHERE r.id = (SELECT t.referral_id FROM safety_task t WHERE t.id = $1) FOR NO KEY UPDATE;
