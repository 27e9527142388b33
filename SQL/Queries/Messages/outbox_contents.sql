-- $1 id uuid. What a message says and where it goes.
SELECT (SELECT k.wrapped FROM client_key k WHERE k.client_id = m.client_id AND k.class = 'office') AS client_key, m.subject, m.body, p.channel, p.id, p.value FROM message m JOIN contact_point p ON p.id = m.contact_point_id
 WHERE m.id = $1
