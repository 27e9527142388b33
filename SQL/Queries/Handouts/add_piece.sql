-- $1 version uuid, $2 ordinal int, $3 section int, $4 kind text, $5 label text, $6 words text, $7 items text[], $8 number int.
INSERT INTO article_piece (version_id, ordinal, section, kind, label, words, items, number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
