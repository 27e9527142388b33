-- $1 limit int8. Whose files are due to be destroyed by now, the longest overdue first.
SELECT client_id, reference, class, last_service, in_care, held, ends_at
  FROM retention
 WHERE ends_at <= now() AND NOT in_care AND NOT held
 ORDER BY ends_at, client_id
 LIMIT $1
