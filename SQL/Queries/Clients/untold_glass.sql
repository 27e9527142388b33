-- Openings that the privacy officer was not told of yet, the oldest first, at most 20.
-- sent: lane
SELECT id FROM break_glass WHERE told_at IS NULL ORDER BY id LIMIT 20
