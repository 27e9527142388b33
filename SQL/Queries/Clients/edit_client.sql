-- $1 id uuid, $2 the version that was read int, then from the name on as in add_client.sql: $3 full name … $11 status.
-- No row: edited since, or not there for this actor.
UPDATE client
   SET full_name = $3, preferred_name = $4, pronouns = $5, birth_date = $6, kind = $7, language = $8, jurisdiction = $9, zone = $10,
       status = $11
 WHERE id = $1 AND version = $2
RETURNING version
