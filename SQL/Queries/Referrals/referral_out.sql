-- No row: none, or not for this actor. The last column: whether it is time to ask what became of it, by the client's calendar.
-- $1 id uuid
-- sent: lane
SELECT o.id, o.referral_id, o.client_id, o.service_id, s.name, o.consent_id, o.fields, o.status, o.how, o.check_on, o.sent_at, o.created_at,
       o.version, coalesce(o.status = 'sent' AND o.check_on <= (now() AT TIME ZONE c.zone)::date, false), r.reference,
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = o.client_id AND k.class = 'office') AS client_key, o.packet
  FROM referral_out o JOIN external_service s ON s.id = o.service_id JOIN client c ON c.id = o.client_id JOIN referral r ON r.id = o.referral_id
 WHERE o.id = $1;
