-- $1 version uuid, $2 ordinal int, $3 section int, $4 kind text, $5 intensity int, $6 words text, $7 practice int, $8 items text[],
-- $9 examples text[].
INSERT INTO article_prompt (version_id, ordinal, section, kind, intensity, words, practice, items, examples)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
