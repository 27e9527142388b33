-- $1 id uuid, $2 source key text or null, $3 full name text, $4 preferred name text or null, $5 pronouns text or null,
-- $6 birth date date or null, $7 kind text, $8 language text, $9 jurisdiction text, $10 zone text, $11 status text.
-- No row: the source key is taken.
INSERT INTO client (id, source_key, full_name, preferred_name, pronouns, birth_date, kind, language, jurisdiction, zone, status)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (source_key) DO NOTHING
RETURNING reference, version
