-- $1 id uuid, $2 status text, $3 safety hold bool, $4 urgency text?, $5 intensity text
UPDATE referral
   SET status = $2, safety_hold = $3, urgency = $4, intensity = $5,
       safety_reason = CASE WHEN NOT $3 THEN NULL ELSE coalesce(safety_reason, 'flag_triage') END
 WHERE id = $1
RETURNING version;
