-- What was rewritten: specialties, concerns, handouts, synonyms, narrower. Refused as concept_merge_of_known or concept_merge_no_circle.
-- $1 id uuid, $2 code text, $3 heir text
SELECT (d ->> 'specialties')::int8, (d ->> 'concerns')::int8, (d ->> 'handouts')::int8, (d ->> 'synonyms')::int8, (d ->> 'narrower')::int8
  FROM merge_concept($1, $2, $3) AS d;
