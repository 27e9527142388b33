-- How many copies of files this actor made within the last hour, by the record; and in how many seconds the oldest of them is an hour old.
SELECT count(*), coalesce(ceil(extract(epoch FROM min(at) + interval '1 hour' - now())), 0)::bigint
  FROM audit
 WHERE actor_id = actor_id() AND at > now() - interval '1 hour' AND action = 'client.exported'
