-- $1 size bigint, $2 previous bigint, $3 at timestamptz, $4 root bytea, $5 peaks bytea[], $6 signature bytea.
INSERT INTO audit_checkpoint (size, previous, at, root, peaks, signature) VALUES ($1, $2, $3, $4, $5, $6)
