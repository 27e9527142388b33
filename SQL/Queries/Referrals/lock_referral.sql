-- Two people deciding about one referral take turns. No row: no such referral, or not for this actor.
-- $1 id uuid
SELECT r.id, reference, source_key, client_id, source, received_at, status, safety_hold, urgency,
       (r.matching_consent AND (r.consent_id IS NULL OR EXISTS (SELECT FROM consent n WHERE n.id = r.consent_id AND n.given_at <= now()
           AND n.revoked_at IS NULL AND (n.expires_at IS NULL OR n.expires_at > now())))) AS matching_consent,
       safety_reason, intensity, kind, funding, fee_ceiling_cents, version,
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = r.client_id AND k.class = 'office') AS client_key
  FROM referral r WHERE r.id = $1 FOR NO KEY UPDATE;
