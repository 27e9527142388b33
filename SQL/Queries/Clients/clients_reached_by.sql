-- $1 lookup bytea: the HMAC of an address or a number (contact_point.lookup). Those whom this actor may see, by id.
-- sent: lane
SELECT id, reference, source_key, full_name, preferred_name, pronouns, birth_date, kind, language, jurisdiction, zone, status, version
  FROM client
 WHERE id IN (SELECT client_id FROM contact_point WHERE lookup = $1 AND retired_at IS NULL)
 ORDER BY id
