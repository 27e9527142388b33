-- $1 after uuid or null (from the start), $2 with those who left boolean, $3 at most int. In the order in which they joined (UUIDv7).
-- sent: lane
SELECT id, reference, slug, display_name, pronouns, gender, profile, languages, formats, client_kinds, modalities, funding, fee_cents,
       capacity, intense_capacity, zone, status, sliding_places, sliding_fee_cents, supervised_by, supervised_until, published,
       published_on, version
  FROM therapist
 WHERE id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') AND ($2 OR status <> 'left')
 ORDER BY id
 LIMIT $3
