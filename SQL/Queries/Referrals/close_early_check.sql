-- A re-match answers it.
-- $1 referral uuid, $2 therapist uuid
UPDATE early_check
   SET answer = 'change', answered_by = actor_id(), answered_as = actor_role(), answered_at = now(), note = NULL
 WHERE referral_id = $1 AND therapist_id = $2 AND (answer IS NULL OR answer = 'unsure');
