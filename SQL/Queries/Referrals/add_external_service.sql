-- The same name again brings what is known of it up to date, and back if it was retired; the last column says whether it is new.
-- $1 id uuid, $2 name text, $3 kind text, $4 contact text, $5 region text, $6 concepts text[], $7 languages text[], $8 funding text[],
-- $9 checked on date
INSERT INTO external_service (id, name, kind, contact, region, concepts, languages, funding, checked_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT ON CONSTRAINT external_service_name_unique DO UPDATE
   SET kind = excluded.kind, contact = excluded.contact, region = excluded.region, concepts = excluded.concepts,
       languages = excluded.languages, funding = excluded.funding, checked_on = excluded.checked_on, status = 'active'
 WHERE (external_service.kind, external_service.contact, external_service.region, external_service.concepts, external_service.languages,
        external_service.funding, external_service.checked_on, external_service.status)
    IS DISTINCT FROM (excluded.kind, excluded.contact, excluded.region, excluded.concepts, excluded.languages, excluded.funding,
        excluded.checked_on, 'active')
RETURNING id, id = $1;
