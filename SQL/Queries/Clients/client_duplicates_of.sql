-- Who may be one person with this client; otherwise as client_duplicates, by index from one file instead of over all of them.
-- $1 client uuid, $2 limit int8
-- sent: lane
SELECT p.one, a.reference, p.other, b.reference, array_agg(DISTINCT p.why ORDER BY p.why)
  FROM (SELECT least(x.client_id, y.client_id) AS one, greatest(x.client_id, y.client_id) AS other, 'contact' AS why
          FROM contact_point x JOIN contact_point y ON y.lookup = x.lookup AND y.client_id <> x.client_id
         WHERE x.client_id = $1 AND x.retired_at IS NULL AND y.retired_at IS NULL
         UNION ALL
        SELECT least(x.id, y.id), greatest(x.id, y.id), 'name_and_birth'
          FROM client x JOIN client y ON y.birth_date = x.birth_date AND person_key(y.full_name) = person_key(x.full_name) AND y.id <> x.id
         WHERE x.id = $1) AS p
  JOIN client a ON a.id = p.one JOIN client b ON b.id = p.other
 WHERE NOT EXISTS (SELECT FROM kept_apart k WHERE k.one_id = p.one AND k.other_id = p.other)
 GROUP BY p.one, a.reference, p.other, b.reference
 ORDER BY array_length(array_agg(DISTINCT p.why), 1) DESC, p.one, p.other
 LIMIT $2;
