-- sent: lane
-- $1 version uuid. The text exactly as it was published.
SELECT source FROM article_version WHERE id = $1
