-- $1 most bigint: committed rows that are not in the log yet, in the log's order (xid, id), and now().
-- A transaction below the snapshot's oldest running one has ended, so no row can still appear below it, and none is left out. After a dump
-- was restored elsewhere transactions are counted anew, from below the last leaf: then from the beginning, past what is in the log; and a
-- row whose transaction this server has not come to yet is one that was restored before it was sealed.
SELECT a.id, a.at, a.role, a.actor_id, a.request_id, a.door, a.operation, a.action, a.subject_id, a.client_id, a.clients, a.through,
       a.purpose, a.fields, a.details::text, a.mac, a.xid::text::bigint, now()
  FROM audit a
 WHERE a.xid >= coalesce((SELECT CASE WHEN l.xid < pg_snapshot_xmax(pg_current_snapshot()) THEN l.xid END
                            FROM audit_leaf l ORDER BY l.seq DESC LIMIT 1), '0'::xid8)
   AND (a.xid < pg_snapshot_xmin(pg_current_snapshot()) OR a.xid >= pg_snapshot_xmax(pg_current_snapshot()))
   AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.audit_id = a.id)
 ORDER BY a.xid, a.id LIMIT $1
