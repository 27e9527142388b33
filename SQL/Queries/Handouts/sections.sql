-- sent: lane
-- $1 version uuid. In reading order.
SELECT level, kind, heading, themes, intensity FROM article_section WHERE version_id = $1 ORDER BY ordinal
