-- No row: it is answered. Whoever was unsure may say more.
-- $1 id uuid, $2 answer text, $3 note sealed bytea?
UPDATE early_check
   SET answer = $2, note = $3, answered_by = actor_id(), answered_as = actor_role(), answered_at = now()
 WHERE id = $1 AND (answer IS NULL OR answer = 'unsure')
RETURNING id;
