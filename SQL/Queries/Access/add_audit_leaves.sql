-- $1 the first's number bigint, then of each in its order: $2 audit uuid[], $3 xid bigint[], $4 hash bytea[].
INSERT INTO audit_leaf (seq, audit_id, xid, hash)
SELECT $1 + row.place - 1, row.id, row.xid::text::xid8, row.hash
  FROM unnest($2::uuid[], $3::bigint[], $4::bytea[]) WITH ORDINALITY AS row (id, xid, hash, place)
