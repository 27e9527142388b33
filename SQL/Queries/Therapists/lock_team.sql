-- $1 slugs text[]. The therapists that a team file names and that are here already, locked so that two imports take turns.
SELECT id, reference, slug, display_name, pronouns, gender, profile, languages, formats, client_kinds, modalities, funding, fee_cents,
       capacity, intense_capacity, zone, status, sliding_places, sliding_fee_cents, supervised_by, supervised_until, published,
       published_on, version
  FROM therapist
 WHERE slug = ANY ($1)
 ORDER BY id
   FOR NO KEY UPDATE
