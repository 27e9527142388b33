-- Everybody who can be given a therapist: triaged, with consent, not on hold, without an open proposal; with what they ask for.
-- $1 urgency text? (NULL: any), $2 limit int8
-- sent: lane
SELECT r.id, r.reference, r.source_key, r.client_id, r.source, r.received_at, r.status, r.safety_hold, r.urgency, true AS matching_consent,
       r.safety_reason, r.intensity, r.kind, r.funding, r.fee_ceiling_cents, r.version,
       c.reference AS client_reference, c.full_name, c.jurisdiction, c.language, c.zone, w.hours,
       n.concepts, n.weights, k.kinds, k.needs, k.strengths
  FROM referral r JOIN client c ON c.id = r.client_id JOIN wait_target w ON w.level = r.urgency
  LEFT JOIN consent t ON t.id = r.consent_id
 CROSS JOIN LATERAL (SELECT coalesce(array_agg(o.concept_code ORDER BY o.weight DESC, o.concept_code), '{}') AS concepts,
                            coalesce(array_agg(o.weight::int8 ORDER BY o.weight DESC, o.concept_code), '{}') AS weights
                       FROM referral_concern o WHERE o.referral_id = r.id) AS n
 CROSS JOIN LATERAL (SELECT coalesce(array_agg(d.kind ORDER BY d.kind, d.value), '{}') AS kinds,
                            coalesce(array_agg(d.value ORDER BY d.kind, d.value), '{}') AS needs,
                            coalesce(array_agg(d.importance ORDER BY d.kind, d.value), '{}') AS strengths
                       FROM referral_need d WHERE d.referral_id = r.id) AS k
 WHERE r.status = 'active' AND r.matching_consent AND NOT r.safety_hold AND r.urgency IS NOT NULL
   AND (r.consent_id IS NULL OR (t.given_at <= now() AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())))
   AND ($1::text IS NULL OR r.urgency = $1)
   AND NOT EXISTS (SELECT FROM proposal p WHERE p.referral_id = r.id AND p.status IN ('proposed', 'therapist-accepted') AND p.expires_at > now())
 ORDER BY r.id
 LIMIT $2;
