-- $1 id uuid, $2 most bigint: of the next rows after this one, by id, those that no leaf names. The last of the rows looked at comes first in
-- each; one line with nothing else where all are in the log, none when there are no more.
-- sent: lane
WITH page AS MATERIALIZED (SELECT p.id FROM audit p WHERE p.id > $1 ORDER BY p.id LIMIT $2),
     outside AS (SELECT page.id FROM page WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.audit_id = page.id))
SELECT last.id, a.id, a.at, a.role, a.actor_id, a.request_id, a.door, a.operation, a.action, a.subject_id, a.client_id, a.clients,
       a.through, a.purpose, a.fields, a.details::text, a.mac, a.xid::text::bigint
  FROM (SELECT page.id FROM page ORDER BY page.id DESC LIMIT 1) last
       LEFT JOIN (outside JOIN audit a ON a.id = outside.id) ON true
