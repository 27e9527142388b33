-- Zone and formats of those of some therapists who see clients, in the order asked for.
-- $1 therapists uuid[]
-- sent: lane
SELECT t.id, t.zone, t.formats
  FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place) JOIN therapist t ON t.id = wanted.id
 WHERE t.status = 'active' ORDER BY wanted.place;
