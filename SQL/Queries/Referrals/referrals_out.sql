-- Those that are not closed, the oldest first, without what they say. Reads open ones only.
-- $1 referral uuid?, $2 only due bool, $3 after created timestamptz?, $4 after id uuid?, $5 limit int8
-- sent: lane
SELECT * FROM (
    SELECT o.id, o.referral_id, o.client_id, o.service_id, s.name, o.consent_id, o.fields, o.status, o.how, o.check_on, o.sent_at,
           o.created_at, o.version, coalesce(o.status = 'sent' AND o.check_on <= (now() AT TIME ZONE c.zone)::date, false) AS due, r.reference
      FROM referral_out o JOIN external_service s ON s.id = o.service_id JOIN client c ON c.id = o.client_id
      JOIN referral r ON r.id = o.referral_id
     WHERE o.status <> 'closed' AND ($1::uuid IS NULL OR o.referral_id = $1)
       AND ($3::timestamptz IS NULL OR (o.created_at, o.id) > ($3, $4::uuid))) AS out
 WHERE NOT $2::bool OR due
 ORDER BY created_at, id LIMIT $5;
