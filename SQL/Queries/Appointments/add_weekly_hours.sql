-- $1 id uuid, $2 therapist uuid, $3 weekday int4, $4 starts time, $5 ends time, $6 formats text[], $7 site uuid?,
-- $8 valid from date?, $9 valid until date? (NULL: without limit)
INSERT INTO weekly_hours (id, therapist_id, weekday, starts, ends, formats, site_id, valid_from, valid_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8::date, '-infinity'), coalesce($9::date, 'infinity'));
