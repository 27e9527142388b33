-- $1 id uuid
UPDATE caseload_place SET status = 'released', held_until = NULL WHERE id = $1 AND status = 'held';
