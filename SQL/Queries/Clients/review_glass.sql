-- $1 id uuid. Somebody else than who broke it has looked at why. No row: it was reviewed already, is one's own, or is not there.
UPDATE break_glass SET reviewed_at = now(), reviewed_by = actor_id()
 WHERE id = $1 AND reviewed_at IS NULL AND actor_id <> actor_id()
RETURNING id, client_id, actor_id, during, reviewed_at, reviewed_by
