-- $1 id uuid, $2 the version that was read int? (NULL: any), $3 pronouns text?, $4 gender text?, $5 profile text, $6 languages text[], $7 modalities text[],
-- $8 published text[], $9 today date. The day on which she agreed stays while she agrees to the same.
-- No row: it was edited since, is not there, or is somebody else's.
UPDATE therapist
   SET pronouns = $3, gender = $4, profile = $5, languages = $6, modalities = $7, published = $8,
       published_on = CASE WHEN cardinality($8::text[]) = 0 THEN NULL WHEN published = $8 THEN published_on ELSE $9::date END
 WHERE id = $1 AND ($2::bigint IS NULL OR version = $2)
RETURNING version
