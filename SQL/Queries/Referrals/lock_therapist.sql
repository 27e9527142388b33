-- Whoever wants a place in one caseload takes turns here. No row: no such therapist, or she sees nobody at present.
-- $1 id uuid
SELECT id FROM therapist WHERE id = $1 AND status = 'active' FOR NO KEY UPDATE;
