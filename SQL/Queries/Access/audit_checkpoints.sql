-- $1 above bigint, $2 up to bigint, $3 most bigint: checkpoints by size.
-- sent: lane
SELECT size, previous, at, root, peaks, signature FROM audit_checkpoint WHERE size > $1 AND size <= $2 ORDER BY size LIMIT $3
