-- $1 source keys text[]. The clients that an import names and that are here already.
SELECT id, reference, source_key, full_name, preferred_name, pronouns, birth_date, kind, language, jurisdiction, zone, status, version
  FROM client
 WHERE source_key = ANY ($1)
 ORDER BY id
   FOR NO KEY UPDATE
