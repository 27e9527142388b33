-- How many rows wait for the log, 1000 at most, and for how many seconds the first of them has. Only rows of transactions that have ended
-- are seen.
-- sent: lane
SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(waiting.at)), 0)::float8
  FROM (SELECT a.at FROM audit a
         WHERE a.xid >= coalesce((SELECT CASE WHEN l.xid < pg_snapshot_xmax(pg_current_snapshot()) THEN l.xid END
                                    FROM audit_leaf l ORDER BY l.seq DESC LIMIT 1), '0'::xid8)
           AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.audit_id = a.id)
         ORDER BY a.xid, a.id LIMIT 1000) AS waiting
