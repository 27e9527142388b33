-- $1 source keys text[]. Who cares for these clients now.
SELECT r.client_id, r.therapist_id
  FROM care_relationship r
  JOIN client c ON c.id = r.client_id
 WHERE c.source_key = ANY ($1) AND r.kind = 'primary' AND r.during @> now()
 ORDER BY r.client_id, r.therapist_id
