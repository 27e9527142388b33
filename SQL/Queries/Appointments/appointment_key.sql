-- Whose appointment this is, and the key that seals a reason on it: NULL where the client is not this actor's any more. No row: none, or not
-- for this actor.
-- $1 id uuid
SELECT client_id, (SELECT k.wrapped FROM client_key k WHERE k.client_id = appointment.client_id AND k.class = 'office') AS client_key
  FROM appointment WHERE id = $1;
