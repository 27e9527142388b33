-- $1 id uuid, $2 applied or discarded text
UPDATE allocation SET status = $2, applied_at = CASE WHEN $2 = 'applied' THEN now() END, decided_by = actor_id(), decided_as = actor_role()
 WHERE id = $1 AND status = 'draft';
