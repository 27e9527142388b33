-- $1 version uuid, $2 ordinal int, $3 level int, $4 kind text, $5 heading text, $6 themes text[], $7 intensity int.
INSERT INTO article_section (version_id, ordinal, level, kind, heading, themes, intensity) VALUES ($1, $2, $3, $4, $5, $6, $7)
