-- The newest checkpoint; no row before the first.
-- sent: lane
SELECT size, previous, at, root, peaks, signature FROM audit_checkpoint ORDER BY size DESC LIMIT 1
