-- No row: no such plan, or not for this actor.
-- $1 id uuid
SELECT id, status, version FROM allocation WHERE id = $1 FOR NO KEY UPDATE;
