-- sent: lane
-- $1 version uuid. In reading order, each prompt with what is kept about it.
SELECT i.section, i.kind, i.label, i.words, i.items, i.number, p.kind, p.intensity, p.practice, p.examples
  FROM article_piece i LEFT JOIN article_prompt p ON i.kind = 'prompt' AND p.version_id = i.version_id AND p.ordinal = i.number
 WHERE i.version_id = $1 ORDER BY i.ordinal
