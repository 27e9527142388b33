-- $1 version uuid, $2 ordinal int, $3 section int, $4 alt text, $5 source text or NULL.
INSERT INTO article_image (version_id, ordinal, section, alt, source) VALUES ($1, $2, $3, $4, $5)
