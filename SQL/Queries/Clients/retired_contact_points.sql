-- $1 clients uuid[]. Ways that are not to be used any more, by client; as list_contact_points, and since when.
-- sent: lane
SELECT client_id, id, channel, (SELECT k.wrapped FROM client_key k WHERE k.client_id = contact_point.client_id AND k.class = 'office') AS client_key, value, may_write, may_call, may_voicemail, safe_from, safe_until, sender_label, wording, confirmed_at,
       recheck_due, retired_at
  FROM contact_point
 WHERE client_id = ANY ($1) AND retired_at IS NOT NULL
 ORDER BY client_id, id
