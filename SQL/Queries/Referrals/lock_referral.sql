-- Two people deciding about one referral take turns. No row: no such referral, or not for this actor.
-- $1 id uuid
SELECT id, reference, source_key, client_id, source, received_at, status, safety_hold, urgency, matching_consent, safety_reason, intensity,
       kind, funding, fee_ceiling_cents, version
  FROM referral WHERE id = $1 FOR NO KEY UPDATE;
