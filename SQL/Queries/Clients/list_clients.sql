-- $1 after uuid or null (from the start), $2 with former clients boolean, $3 at most int. Those whom this actor may see, in the order in
-- which they came (UUIDv7).
-- sent: lane
SELECT id, reference, source_key, full_name, preferred_name, pronouns, birth_date, kind, language, jurisdiction, zone, status, version
  FROM client
 WHERE id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') AND ($2 OR status = 'active')
 ORDER BY id
 LIMIT $3
