-- $1 slugs text[]. Therapists who take part in an import, locked so that nobody else takes a place meanwhile.
SELECT id, slug, capacity, intense_capacity
  FROM therapist
 WHERE slug = ANY ($1)
 ORDER BY id
   FOR NO KEY UPDATE
