-- $1 therapist uuid. No row: there is none.
-- sent: lane
SELECT id, reference, slug, display_name, pronouns, gender, profile, languages, formats, client_kinds, modalities, funding, fee_cents,
       capacity, intense_capacity, zone, status, sliding_places, sliding_fee_cents, supervised_by, supervised_until, published,
       published_on, version
  FROM therapist
 WHERE id = $1
