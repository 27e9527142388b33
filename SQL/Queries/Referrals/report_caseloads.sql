-- What each therapist who sees people has now.
SELECT t.capacity, count(p.id), count(p.id) FILTER (WHERE p.intense)
  FROM therapist t LEFT JOIN caseload_place p ON p.therapist_id = t.id AND (p.status = 'taken' OR (p.status = 'held' AND p.held_until > now()))
 WHERE t.status = 'active' GROUP BY t.id, t.capacity ORDER BY t.id;
