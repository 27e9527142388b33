-- $1 ids uuid[]. What those stand for that are no person served: therapists, services, rooms, sites, articles.
SELECT id, display_name AS name FROM therapist WHERE id = ANY ($1::uuid[])
 UNION ALL SELECT id, name FROM service WHERE id = ANY ($1::uuid[])
 UNION ALL SELECT id, name FROM room WHERE id = ANY ($1::uuid[])
 UNION ALL SELECT id, name FROM site WHERE id = ANY ($1::uuid[])
 UNION ALL SELECT id, title FROM article_version WHERE id = ANY ($1::uuid[])
