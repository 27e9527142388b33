-- The newest first, without their lines.
-- $1 statuses text[] ('{}': all), $2 created before timestamptz?, $3 with id before uuid? ($2 NULL: from the start), $4 limit int8
-- sent: lane
SELECT a.id, a.reference, a.status, a.mode, a.urgency, a.as_of, a.decided_as, a.created_at, a.version, l.placed, l.waiting
  FROM allocation a
 CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE n.therapist_id IS NOT NULL) AS placed, count(*) FILTER (WHERE n.therapist_id IS NULL) AS waiting
                       FROM allocation_line n WHERE n.allocation_id = a.id) AS l
 WHERE (cardinality($1::text[]) = 0 OR a.status = ANY ($1)) AND ($2::timestamptz IS NULL OR (a.created_at, a.id) < ($2, $3::uuid))
 ORDER BY a.created_at DESC, a.id DESC LIMIT $4;
