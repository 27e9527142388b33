-- sent: lane
-- $1 concept codes text[], $2 language text, $3 client uuid or NULL, $4 limit int.
-- Latest versions that share a concept, are not withdrawn and not the client's already: most shared first, then by slug.
SELECT v.id, a.slug, v.title, array_agg(c.concept_code ORDER BY c.concept_code)
  FROM article a
  JOIN article_version v ON v.article_id = a.id AND v.language = $2
  JOIN article_concept c ON c.version_id = v.id AND c.concept_code = ANY ($1::text[])
 WHERE a.status = 'active'
   AND v.number = (SELECT max(n.number) FROM article_version n WHERE n.article_id = a.id AND n.language = $2)
   AND NOT EXISTS (SELECT FROM article_withdrawal w WHERE w.version_id = v.id)
   AND NOT EXISTS (SELECT FROM handout h WHERE h.client_id = $3 AND h.version_id = v.id AND h.status <> 'withdrawn')
 GROUP BY v.id, a.slug, v.title
 ORDER BY count(*) DESC, a.slug LIMIT $4
