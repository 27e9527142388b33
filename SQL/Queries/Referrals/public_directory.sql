-- What therapists agreed to have published, and nothing else of theirs: NULL where a fact was not. Concepts with evidence on record; the
-- last three columns are read for what is derived from them, and never shown: works in the evening, at the weekend, and has a free place.
-- $1 today date, $2 slug text?: hers alone
-- sent: lane
SELECT t.id, t.slug, t.display_name,
       CASE WHEN 'pronouns' = ANY (t.published) THEN t.pronouns END,
       CASE WHEN 'gender' = ANY (t.published) THEN t.gender END,
       CASE WHEN 'profile' = ANY (t.published) THEN nullif(t.profile, '') END,
       CASE WHEN 'languages' = ANY (t.published) THEN t.languages END,
       CASE WHEN 'formats' = ANY (t.published) THEN t.formats END,
       CASE WHEN 'client_kinds' = ANY (t.published) THEN t.client_kinds END,
       CASE WHEN 'modalities' = ANY (t.published) THEN t.modalities END,
       CASE WHEN 'funding' = ANY (t.published) THEN t.funding END,
       CASE WHEN 'fee' = ANY (t.published) THEN t.fee_cents END,
       CASE WHEN 'fee' = ANY (t.published) THEN t.sliding_fee_cents END,
       CASE WHEN 'specialties' = ANY (t.published) THEN
           ARRAY(SELECT s.concept_code FROM specialty s WHERE s.therapist_id = t.id AND s.level > 0 ORDER BY s.focus DESC, s.level DESC, s.concept_code)
       END,
       CASE WHEN 'credentials' = ANY (t.published) THEN
           ARRAY(SELECT k.kind FROM credential k WHERE k.therapist_id = t.id AND k.valid_from <= $1::date
                    AND (k.expires_on IS NULL OR k.expires_on > $1) ORDER BY k.valid_from, k.id)
       END,
       CASE WHEN 'sites' = ANY (t.published) THEN
           ARRAY(SELECT DISTINCT i.name FROM weekly_hours h JOIN site i ON i.id = h.site_id
                  WHERE h.therapist_id = t.id AND h.valid_until > $1 ORDER BY i.name)
       END,
       CASE WHEN 'times' = ANY (t.published) THEN EXISTS (
           SELECT FROM weekly_hours h WHERE h.therapist_id = t.id AND h.valid_until > $1 AND h.ends > time '17:00') END,
       CASE WHEN 'times' = ANY (t.published) THEN EXISTS (
           SELECT FROM weekly_hours h WHERE h.therapist_id = t.id AND h.valid_until > $1 AND h.weekday >= 6) END,
       t.capacity > (SELECT count(*) FROM caseload_place p
                      WHERE p.therapist_id = t.id AND (p.status = 'taken' OR (p.status = 'held' AND p.held_until > now())))
  FROM therapist t
 WHERE t.status = 'active' AND cardinality(t.published) > 0 AND ($2::text IS NULL OR t.slug = $2)
 ORDER BY t.display_name, t.id
 LIMIT 1000;
