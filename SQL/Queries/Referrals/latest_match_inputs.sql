-- The last decisions' inputs, the latest first, a page at a time.
-- $1 before timestamptz? (NULL: from the latest), $2 before hash bytea?, $3 limit int8
-- sent: lane
SELECT m.made_at, m.input_hash, m.client_id, (SELECT k.wrapped FROM client_key k WHERE k.client_id = m.client_id AND k.class = 'office') AS client_key,
       r.reference, m.facts
  FROM match_input m JOIN referral r ON r.id = m.referral_id
 WHERE $1::timestamptz IS NULL OR (m.made_at, m.input_hash) < ($1, $2::bytea)
 ORDER BY m.made_at DESC, m.input_hash DESC
 LIMIT $3;
