-- $1 id uuid, $2 the version that was read int, $3 to $22 as in add_therapist.sql from the name on: display name … published on.
-- No row: it was edited since, or is not there.
UPDATE therapist
   SET display_name = $3, pronouns = $4, gender = $5, profile = $6, languages = $7, formats = $8, client_kinds = $9, modalities = $10,
       funding = $11, fee_cents = $12, capacity = $13, intense_capacity = $14, zone = $15, status = $16, sliding_places = $17,
       sliding_fee_cents = $18, supervised_by = $19, supervised_until = $20, published = $21, published_on = $22
 WHERE id = $1 AND version = $2
RETURNING version
