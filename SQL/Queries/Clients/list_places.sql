-- $1 slugs text[]. The places held or taken with these therapists.
SELECT p.therapist_id, p.place, p.client_id, p.intense
  FROM caseload_place p
  JOIN therapist t ON t.id = p.therapist_id
 WHERE t.slug = ANY ($1) AND p.status IN ('held', 'taken')
 ORDER BY p.therapist_id, p.place
