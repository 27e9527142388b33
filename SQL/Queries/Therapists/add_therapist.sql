-- $1 id uuid, $2 slug text, $3 display name text, $4 pronouns text or null, $5 gender text or null, $6 profile text, $7 languages text[],
-- $8 formats text[], $9 client kinds text[], $10 modalities text[], $11 funding text[], $12 fee cents int or null, $13 capacity int,
-- $14 intense capacity int, $15 zone text, $16 status text, $17 sliding places int, $18 sliding fee cents int or null, $19 supervised by text
-- or null, $20 supervised until date or null, $21 published text[], $22 published on date or null. No row: the slug is taken.
INSERT INTO therapist (id, slug, display_name, pronouns, gender, profile, languages, formats, client_kinds, modalities, funding,
                       fee_cents, capacity, intense_capacity, zone, status, sliding_places, sliding_fee_cents, supervised_by, supervised_until,
                       published, published_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
ON CONFLICT (slug) DO NOTHING
RETURNING reference, version
