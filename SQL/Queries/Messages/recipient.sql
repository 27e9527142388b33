-- Whom a message would go to: the client's language, and what is safe about each way to reach them; never the address itself.
-- $1 client uuid. No row: not there, or not for this actor. One row with NULLs after the language: no way to reach them.
-- sent: lane
SELECT c.language, (SELECT k.wrapped FROM client_key k WHERE k.client_id = c.id AND k.class = 'office') AS client_key, p.id, p.channel, p.may_write,
       p.safe_from, p.safe_until, p.wording, p.confirmed_at, p.recheck_due, p.retired_at IS NOT NULL AS retired,
       messages_withdrawn(c.id) AS withdrawn
  FROM client c LEFT JOIN contact_point p ON p.client_id = c.id WHERE c.id = $1 ORDER BY p.id
