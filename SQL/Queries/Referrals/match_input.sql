-- What a proposal rested on; facts are NULL where it was made before they were kept. No row: no such proposal, or not for this actor.
-- $1 proposal uuid
-- sent: lane
SELECT p.decided_as, a.service_id, (SELECT k.wrapped FROM client_key k WHERE k.client_id = p.client_id AND k.class = 'office') AS client_key, m.facts
  FROM proposal p
  JOIN appointment a ON a.id = p.appointment_id
  LEFT JOIN match_input m ON m.input_hash = p.input_hash
 WHERE p.id = $1;
