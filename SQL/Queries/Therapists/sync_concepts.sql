-- $1 codes text[], $2 English labels text[], $3 French labels text[] (with nulls), $4 broader text[] (with nulls), $5 status text[],
-- $6 replaced by text[] (with nulls); external codes as three arrays in step: $7 concept text[], $8 system text[], $9 code text[].
-- A row for each concept that was added or changed. Concepts that are not named are left: something may refer to them.
INSERT INTO concept (code, label_en, label_fr, broader, status, replaced_by, external)
SELECT w.code, w.label_en, w.label_fr, w.broader, w.status, w.replaced_by,
       coalesce((SELECT jsonb_object_agg(e.system, e.code) FROM unnest($7::text[], $8::text[], $9::text[]) AS e (concept, system, code)
                  WHERE e.concept = w.code), '{}')
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
       AS w (code, label_en, label_fr, broader, status, replaced_by)
ON CONFLICT (code) DO UPDATE
   SET label_en = excluded.label_en, label_fr = excluded.label_fr, broader = excluded.broader, status = excluded.status,
       replaced_by = excluded.replaced_by, external = excluded.external
 WHERE (concept.label_en, concept.label_fr, concept.broader, concept.status, concept.replaced_by, concept.external)
       IS DISTINCT FROM
       (excluded.label_en, excluded.label_fr, excluded.broader, excluded.status, excluded.replaced_by, excluded.external)
RETURNING code
