-- $1 most bigint: the newest rows; an id begins with the time at which it was made.
SELECT a.id, a.at, a.role, a.actor_id,
       coalesce((SELECT t.display_name FROM therapist t WHERE t.id = a.actor_id), (SELECT s.display_name FROM staff s WHERE s.id = a.actor_id),
                a.details ->> 'operator',
                (SELECT t.label FROM access_token t WHERE t.subject_id = a.actor_id ORDER BY t.created_at DESC LIMIT 1)),
       a.action, a.operation, a.through, a.purpose, a.fields, a.door, a.request_id,
       coalesce(cardinality(a.clients), CASE WHEN a.client_id IS NULL THEN 0 ELSE 1 END)
  FROM audit a ORDER BY a.id DESC LIMIT $1
