-- What PostgreSQL makes of some wall times, in their order; its rules are those of its start.
-- $1 wall times timestamp[], $2 zones text[]
-- sent: shared
SELECT local AT TIME ZONE zone FROM unnest($1::timestamp[], $2::text[]) WITH ORDINALITY AS asked (local, zone, place) ORDER BY place;
