-- The latest first.
-- $1 referral uuid
-- sent: lane
SELECT id, referral_id, client_id, therapist_id, appointment_id, place_id, status, expires_at, score, policy_version, input_hash,
       explanation::text, (SELECT k.wrapped FROM client_key k WHERE k.client_id = proposal.client_id AND k.class = 'office') AS client_key,
       override_reason, decline_reason, declined_by, decline_code, decline_sealed, decided_by, created_at, version
  FROM proposal WHERE referral_id = $1 ORDER BY created_at DESC, id DESC LIMIT 100;
