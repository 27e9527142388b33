-- No row: somebody else told of it.
-- $1 id uuid, $2 overdue bool
UPDATE safety_task t
   SET told_at = coalesce(t.told_at, now()), overdue_told_at = CASE WHEN $2::bool THEN now() ELSE t.overdue_told_at END
  FROM referral r
 WHERE t.id = $1 AND r.id = t.referral_id AND (t.told_at IS NULL OR ($2::bool AND t.overdue_told_at IS NULL))
RETURNING r.client_id;
