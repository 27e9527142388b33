-- No row: somebody has taken it, or it is cleared.
-- $1 id uuid
UPDATE safety_task SET acknowledged_by = actor_id(), acknowledged_as = actor_role(), acknowledged_at = now()
 WHERE id = $1 AND acknowledged_at IS NULL AND cleared_at IS NULL
RETURNING id;
