-- $1 slug text, $2 language text, $3 sha256 bytea.
-- The article's id, the number of its latest version in that language (0: none), and the version that is this very text, if there is one.
SELECT a.id, coalesce(max(v.number), 0)::int, (array_agg(v.id) FILTER (WHERE v.sha256 = $3))[1]
  FROM article a LEFT JOIN article_version v ON v.article_id = a.id AND v.language = $2
 WHERE a.slug = $1 GROUP BY a.id
