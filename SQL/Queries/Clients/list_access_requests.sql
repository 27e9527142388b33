-- $1 also those that were answered bool, $2 limit int8. What is due first; then the answered, the latest first.
SELECT id, client_id, asked_on, due_on, answered_on, answer
  FROM access_request
 WHERE $1::bool OR answered_on IS NULL
 ORDER BY answered_on IS NOT NULL, CASE WHEN answered_on IS NULL THEN due_on END, answered_on DESC, id
 LIMIT $2
