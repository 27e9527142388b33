-- No row: no such referral, or not for this actor.
-- $1 id uuid
-- sent: lane
SELECT r.id, r.reference, r.source_key, r.client_id, r.source, r.received_at, r.status, r.safety_hold, r.urgency, r.matching_consent,
       r.safety_reason, r.intensity, r.kind, r.funding, r.fee_ceiling_cents, r.version,
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = r.client_id AND k.class = 'clinical') AS client_key, r.narrative, c.reference, c.full_name,
       c.jurisdiction, c.language, c.zone, w.hours
  FROM referral r JOIN client c ON c.id = r.client_id JOIN wait_target w ON w.level = coalesce(r.urgency, 'untriaged')
 WHERE r.id = $1;
