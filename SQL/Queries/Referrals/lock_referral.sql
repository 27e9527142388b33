-- Two people deciding about one referral take turns. No row: no such referral, or not for this actor.
-- $1 id uuid
SELECT id, reference, source_key, client_id, source, received_at, status, safety_hold, urgency, matching_consent, safety_reason, intensity,
       kind, funding, fee_ceiling_cents, version,
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = referral.client_id AND k.class = 'office') AS client_key
  FROM referral WHERE id = $1 FOR NO KEY UPDATE;
