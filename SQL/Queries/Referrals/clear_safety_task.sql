-- No row: it is cleared already.
-- $1 id uuid, $2 reason sealed bytea
UPDATE safety_task SET cleared_by = actor_id(), cleared_as = actor_role(), cleared_at = now(), cleared_reason = $2
 WHERE id = $1 AND cleared_at IS NULL
RETURNING id;
