-- Pairs who may be one person, the older file first: by the same address or number, or by the same name and birth date. Who must not meet is
-- two people, whatever looks alike.
-- $1 limit int8
-- sent: lane
SELECT p.one, a.reference, p.other, b.reference, array_agg(DISTINCT p.why ORDER BY p.why)
  FROM (SELECT x.client_id AS one, y.client_id AS other, 'contact' AS why
          FROM contact_point x JOIN contact_point y ON y.lookup = x.lookup AND y.client_id > x.client_id
         WHERE x.retired_at IS NULL AND y.retired_at IS NULL
         UNION ALL
        SELECT x.id, y.id, 'name_and_birth'
          FROM client x JOIN client y ON y.birth_date = x.birth_date AND person_key(y.full_name) = person_key(x.full_name) AND y.id > x.id
         WHERE x.birth_date IS NOT NULL AND y.birth_date IS NOT NULL) AS p
  JOIN client a ON a.id = p.one JOIN client b ON b.id = p.other
 WHERE NOT EXISTS (SELECT FROM kept_apart k WHERE k.one_id = least(p.one, p.other) AND k.other_id = greatest(p.one, p.other))
 GROUP BY p.one, a.reference, p.other, b.reference
 ORDER BY array_length(array_agg(DISTINCT p.why), 1) DESC, p.one, p.other
 LIMIT $1;
