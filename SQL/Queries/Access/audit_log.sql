-- $1 seq bigint, $2 most bigint: the leaves from this one on, each with its row, or with NULLs where the row is gone.
-- sent: lane
SELECT l.seq, l.audit_id, l.xid::text::bigint, l.hash,
       a.id, a.at, a.role, a.actor_id, a.request_id, a.door, a.operation, a.action, a.subject_id, a.client_id, a.clients, a.through,
       a.purpose, a.fields, a.details::text, a.mac, a.xid::text::bigint
  FROM (SELECT * FROM audit_leaf WHERE seq >= $1 ORDER BY seq LIMIT $2) l LEFT JOIN audit a ON a.id = l.audit_id
 ORDER BY l.seq
