-- $1 id uuid, $2 therapist uuid, $3 day date, $4 kind text, $5 starts time?, $6 ends time?, $7 formats text[], $8 site uuid?, $9 note text?,
-- $10 imported bool. No row where the same hours of that day are closed already.
INSERT INTO schedule_exception (id, therapist_id, day, kind, starts, ends, formats, site_id, note, imported)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (therapist_id, day, starts, ends, imported) WHERE kind = 'closed' DO NOTHING;
