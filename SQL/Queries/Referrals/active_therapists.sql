-- Everybody who sees people now, by id.
-- sent: lane
SELECT id FROM therapist WHERE status = 'active' ORDER BY id;
