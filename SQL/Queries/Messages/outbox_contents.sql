-- $1 id uuid. What a message says and where it goes.
SELECT m.subject, m.body, p.channel, p.value FROM message m JOIN contact_point p ON p.id = m.contact_point_id
 WHERE m.id = $1
