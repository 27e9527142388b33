-- $1 id uuid, $2 hash bytea: a new token for a session whose owner has just proved who they are.
UPDATE staff_session SET token_hash = $2, step_up_at = now(), last_used_at = now() WHERE id = $1 RETURNING expires_at
