-- Synonyms as three arrays in step: $1 concept text[], $2 language text[], $3 words text[]. A row for each that was added.
INSERT INTO concept_synonym (concept_code, language, words)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
ON CONFLICT DO NOTHING
RETURNING concept_code
