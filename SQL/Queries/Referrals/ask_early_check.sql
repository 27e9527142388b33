-- $1 id uuid
UPDATE early_check SET asked_at = now() WHERE id = $1;
