-- By name. The last column: checked longer than half a year ago.
-- $1 concept text?, $2 region text?, $3 language text?, $4 retired too bool, $5 after name text?, $6 limit int8
-- sent: lane
SELECT id, name, kind, contact, region, concepts, languages, funding, checked_on, status = 'retired', version,
       checked_on < now() - interval '180 days'
  FROM external_service
 WHERE ($1::text IS NULL OR $1 = ANY (concepts)) AND ($2::text IS NULL OR lower(region) = lower($2)) AND ($3::text IS NULL OR $3 = ANY (languages))
   AND ($4::bool OR status = 'active') AND ($5::text IS NULL OR name > $5)
 ORDER BY name LIMIT $6;
