-- What the hours of some clients must keep clear of: their own appointments, people whom they must not meet at a site, and therapists whom
-- they cannot have; nobody is told why.
-- $1 clients uuid[], $2 from timestamptz, $3 until timestamptz
-- sent: lane
SELECT c.id AS client_id, 'apart' AS kind, t AS other_id, NULL::tstzrange AS during
  FROM unnest($1::uuid[]) AS c (id) CROSS JOIN LATERAL therapists_kept_apart(c.id) AS t
UNION ALL
SELECT c.id, 'site', s.site_id, s.during FROM unnest($1::uuid[]) AS c (id) CROSS JOIN LATERAL sites_kept_apart(c.id, $2, $3) AS s
UNION ALL
SELECT a.client_id, 'busy', NULL, a.during FROM appointment a
 WHERE a.client_id = ANY ($1) AND a.status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled')
   AND a.during && tstzrange($2, $3) AND (a.hold_until IS NULL OR a.hold_until > now());
