-- $1 source keys text[]. Who cares for these clients, or is about to: now() is when this transaction began, and an import that began after it
-- may have been here first.
SELECT r.client_id, r.therapist_id
  FROM care_relationship r
  JOIN client c ON c.id = r.client_id
 WHERE c.source_key = ANY ($1) AND r.kind = 'primary' AND coalesce(upper(r.during), 'infinity') > now()
 ORDER BY r.client_id, r.therapist_id
