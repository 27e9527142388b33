-- Holds that nobody has released, the oldest first.
SELECT h.id, h.client_id, h.placed_by, h.placed_at,
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = h.client_id AND k.class = 'office') AS client_key, h.reason
  FROM legal_hold h
 WHERE h.released_at IS NULL
 ORDER BY h.placed_at, h.id
