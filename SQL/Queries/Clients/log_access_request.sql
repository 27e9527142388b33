-- $1 id uuid, $2 client uuid, $3 asked on date or null (today, where the client is). No row: one is open already, or there is no such client.
INSERT INTO access_request (id, client_id, asked_on, logged_on, logged_by)
SELECT $1, c.id, coalesce($3::date, (now() AT TIME ZONE c.zone)::date), (now() AT TIME ZONE c.zone)::date, actor_id()
  FROM client c WHERE c.id = $2
ON CONFLICT (client_id) WHERE answered_on IS NULL DO NOTHING
RETURNING id, client_id, asked_on, due_on, answered_on, answer
