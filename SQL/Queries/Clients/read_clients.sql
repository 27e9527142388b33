-- $1 client uuid[]: those of them that are there and may be seen, in no order.
-- sent: lane
SELECT id, reference, source_key, full_name, preferred_name, pronouns, birth_date, kind, language, jurisdiction, zone, status, version
  FROM client
 WHERE id = ANY ($1::uuid[])
