-- $1 client uuid, $2 answer text, $3 answered on date or null (today, where the client is). No row: none is open.
UPDATE access_request r SET answer = $2, answered_by = actor_id(), answered_on = coalesce($3::date, (now() AT TIME ZONE c.zone)::date)
  FROM client c
 WHERE r.client_id = $1 AND c.id = r.client_id AND r.answered_on IS NULL
RETURNING r.id, r.client_id, r.asked_on, r.due_on, r.answered_on, r.answer
