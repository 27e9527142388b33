-- By id or name. No row: no such service.
-- $1 id uuid?, $2 name text?
-- sent: lane
SELECT id, name, kind, contact, region, concepts, languages, funding, checked_on, status = 'retired', version,
       checked_on < now() - interval '180 days'
  FROM external_service WHERE id = $1 OR name = $2;
