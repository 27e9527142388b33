-- sent: lane
-- $1 version uuid. In reading order.
SELECT ordinal, label, kind, target FROM article_link WHERE version_id = $1 ORDER BY ordinal
