-- $1 id uuid, $2 article uuid, $3 number int, $4 language text, $5 title text, $6 source text, $7 source kind text, $8 sha256 bytea.
INSERT INTO article_version (id, article_id, number, language, title, source, source_kind, sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
