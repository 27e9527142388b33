-- $1 client uuid, $2 from timestamptz, $3 until timestamptz, $4 most bigint: every row that names this client, newest first, with the label of
-- whoever acted where one is known.
SELECT a.id, a.at, a.role, a.actor_id,
       coalesce((SELECT t.display_name FROM therapist t WHERE t.id = a.actor_id), (SELECT s.display_name FROM staff s WHERE s.id = a.actor_id),
                a.details ->> 'operator',
                (SELECT t.label FROM access_token t WHERE t.subject_id = a.actor_id ORDER BY t.created_at DESC LIMIT 1)),
       a.action, a.operation, a.through, a.purpose, a.fields, a.door, a.request_id, coalesce(cardinality(a.clients), 1)
  FROM looks_at_client($1, $2, $3, $4) a
