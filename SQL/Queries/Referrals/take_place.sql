-- No row: the place was released, or held for longer than it is.
-- $1 id uuid
UPDATE caseload_place SET status = 'taken', held_until = NULL WHERE id = $1 AND status = 'held' RETURNING id;
