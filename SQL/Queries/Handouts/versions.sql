-- sent: lane
-- $1 article version uuid or NULL for all, $2 after (slug text, language text), $3, or NULL, $4 limit int.
-- One row for each article and language, its latest version; ordered by slug and language. With $1: that version, latest or not.
SELECT v.id, a.id, a.slug, v.number, v.language, v.title, v.source_kind, v.sha256, v.published_at, a.review_by,
       w.version_id IS NOT NULL AS withdrawn,
       ARRAY(SELECT c.concept_code FROM article_concept c WHERE c.version_id = v.id ORDER BY 1) AS concepts,
       (SELECT count(*)::int FROM article_prompt p WHERE p.version_id = v.id) AS prompts,
       (SELECT count(*)::int FROM article_link l WHERE l.version_id = v.id AND l.target IS NULL) AS links_without_target
  FROM article a
  JOIN article_version v ON v.article_id = a.id
  LEFT JOIN article_withdrawal w ON w.version_id = v.id
 WHERE CASE WHEN $1::uuid IS NULL
            THEN v.number = (SELECT max(n.number) FROM article_version n WHERE n.article_id = a.id AND n.language = v.language)
                 AND ($2::text IS NULL OR (a.slug, v.language) > ($2, $3::text))
            ELSE v.id = $1 END
 ORDER BY a.slug, v.language
 LIMIT $4
