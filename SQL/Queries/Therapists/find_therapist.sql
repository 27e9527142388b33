-- $1 slug or reference text: 'amara-okafor' or 'T-12'. No row: there is none.
-- sent: lane
SELECT id, reference, slug, display_name, pronouns, gender, profile, languages, formats, client_kinds, modalities, funding, fee_cents,
       capacity, intense_capacity, zone, status, version
  FROM therapist
 WHERE slug = $1 OR reference = $1
