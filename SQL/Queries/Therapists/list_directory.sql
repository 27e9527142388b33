-- Every therapist who has not left, in the order in which they joined; 1,000 at most.
-- sent: lane
SELECT id, reference, slug, display_name, pronouns, gender, profile, languages, formats, client_kinds, modalities, funding, fee_cents,
       capacity, intense_capacity, zone, status, sliding_places, sliding_fee_cents, supervised_by, supervised_until, published,
       published_on, version
  FROM therapist
 WHERE status <> 'left'
 ORDER BY id
 LIMIT 1000
