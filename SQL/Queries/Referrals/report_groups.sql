-- Of proposals made within a span that were answered or ran out: how many there were, and how many were declined, by the groups that their
-- clients are of.
-- $1 from timestamptz, $2 until timestamptz
SELECT g.attribute, g.code, count(*), count(*) FILTER (WHERE p.status = 'declined')
  FROM proposal p JOIN referral r ON r.id = p.referral_id JOIN client c ON c.id = p.client_id
 CROSS JOIN LATERAL (VALUES ('client_kind', c.kind), ('language', split_part(c.language, '-', 1)), ('source', r.source)) g (attribute, code)
 WHERE p.created_at >= $1 AND p.created_at < $2 AND p.status IN ('accepted', 'declined', 'expired')
 GROUP BY 1, 2 ORDER BY 1, 2;
