-- $1 reference text ('C-1042'). No row: there is none, or this actor may not know.
-- sent: lane
SELECT id, reference, source_key, full_name, preferred_name, pronouns, birth_date, kind, language, jurisdiction, zone, status, version
  FROM client
 WHERE reference = $1
