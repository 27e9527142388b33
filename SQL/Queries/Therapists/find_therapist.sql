-- $1 slug or reference text: 'amara-okafor' or 'T-12'. No row: there is none.
-- sent: lane
SELECT id, reference, slug, display_name, pronouns, gender, profile, languages, formats, client_kinds, modalities, funding, fee_cents,
       capacity, intense_capacity, zone, status, sliding_places, sliding_fee_cents, supervised_by, supervised_until, published,
       published_on, version
  FROM therapist
 WHERE slug = $1 OR reference = $1
