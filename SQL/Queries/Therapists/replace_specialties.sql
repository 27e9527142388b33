-- $1 therapist uuid, then the whole new list: $2 concepts text[], $3 levels int[], $4 focus boolean[], $5 verified by text[] (with nulls),
-- $6 verified on date[] (with nulls), $7 expires on date[] (with nulls).
WITH wanted AS (
    SELECT * FROM unnest($2::text[], $3::int[], $4::boolean[], $5::text[], $6::date[], $7::date[])
        AS w (concept_code, level, focus, verified_by, verified_on, expires_on)
), removed AS (
    DELETE FROM specialty s
     WHERE s.therapist_id = $1 AND NOT EXISTS (SELECT FROM wanted w WHERE w.concept_code = s.concept_code)
)
INSERT INTO specialty (therapist_id, concept_code, level, focus, verified_by, verified_on, expires_on)
SELECT $1, concept_code, level, focus, verified_by, verified_on, expires_on FROM wanted
ON CONFLICT ON CONSTRAINT specialty_unique DO UPDATE
   SET level = excluded.level, focus = excluded.focus, verified_by = excluded.verified_by, verified_on = excluded.verified_on,
       expires_on = excluded.expires_on
