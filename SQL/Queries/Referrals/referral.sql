-- No row: no such referral, or not for this actor.
-- $1 id uuid
-- sent: lane
SELECT r.id, r.reference, r.source_key, r.client_id, r.source, r.received_at, r.status, r.safety_hold, r.urgency,
       coalesce(r.matching_consent AND (r.consent_id IS NULL OR (t.given_at <= now() AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now()))),
                false) AS matching_consent,
       r.safety_reason, r.intensity, r.kind, r.funding, r.fee_ceiling_cents, r.version,
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = r.client_id AND k.class = 'clinical') AS client_key, r.narrative, c.reference, c.full_name,
       c.jurisdiction, c.language, c.zone, w.hours, t.id, t.kind, t.basis, t.given_at, t.expires_at,
       t.revoked_at, t.assessor
  FROM referral r JOIN client c ON c.id = r.client_id JOIN wait_target w ON w.level = coalesce(r.urgency, 'untriaged')
  LEFT JOIN consent t ON t.id = r.consent_id
 WHERE r.id = $1;
