-- No row: no such proposal, or not for this actor.
-- $1 id uuid
-- sent: lane
SELECT id, referral_id, client_id, therapist_id, appointment_id, place_id, status, expires_at, score, policy_version, input_hash,
       explanation::text, override_reason, decline_reason, decided_by, created_at, version
  FROM proposal WHERE id = $1;
