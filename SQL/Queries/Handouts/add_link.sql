-- $1 version uuid, $2 ordinal int, $3 label text, $4 kind text, $5 target text or NULL.
INSERT INTO article_link (version_id, ordinal, label, kind, target) VALUES ($1, $2, $3, $4, $5)
