-- The lowest free place of a caseload. No row: none is free, or the client has one already. Send lock_therapist.sql before it, as a
-- statement of its own: this one then sees every place that was taken before the lock was given.
-- $1 id uuid, $2 therapist uuid, $3 client uuid, $4 intense bool, $5 held until timestamptz, $6 sliding bool
INSERT INTO caseload_place (id, therapist_id, place, client_id, intense, status, held_until, sliding)
SELECT $1, t.id, n, $3, $4, 'held', $5, $6
  FROM therapist t CROSS JOIN LATERAL generate_series(1, t.capacity) AS n
 WHERE t.id = $2
   AND NOT EXISTS (SELECT FROM caseload_place p WHERE p.therapist_id = t.id AND p.place = n AND p.status IN ('held', 'taken'))
   AND (NOT $4::bool OR t.intense_capacity > (SELECT count(*) FROM caseload_place p
                                               WHERE p.therapist_id = t.id AND p.intense AND p.status IN ('held', 'taken')))
   AND (NOT $6::bool OR t.sliding_places > (SELECT count(*) FROM caseload_place p
                                             WHERE p.therapist_id = t.id AND p.sliding AND p.status IN ('held', 'taken')))
 ORDER BY n
 LIMIT 1
ON CONFLICT DO NOTHING
RETURNING id;
