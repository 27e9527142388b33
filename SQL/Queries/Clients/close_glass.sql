-- $1 id uuid. Ends one's own opening now. No row: there is none that is open.
UPDATE break_glass SET during = tstzrange(lower(during), greatest(now(), lower(during) + interval '1 microsecond'))
 WHERE id = $1 AND actor_id = actor_id() AND during @> now()
RETURNING id, client_id, actor_id, during, reviewed_at, reviewed_by
