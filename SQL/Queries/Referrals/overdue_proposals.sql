-- Open proposals that have run out; another transaction's are skipped. Locked until this one ends.
-- $1 referral uuid? , $2 therapist uuid? (both NULL: all), $3 limit int8
SELECT id, referral_id, client_id, therapist_id, appointment_id, place_id, status, expires_at, score, policy_version, input_hash,
       explanation::text, (SELECT k.wrapped FROM client_key k WHERE k.client_id = proposal.client_id AND k.class = 'office') AS client_key,
       override_reason, decline_reason, declined_by, decline_code, decline_sealed, decided_by, created_at, version
  FROM proposal
 WHERE status IN ('proposed', 'therapist-accepted') AND expires_at <= now()
   AND (($1::uuid IS NULL AND $2::uuid IS NULL) OR referral_id = $1 OR therapist_id = $2)
 ORDER BY expires_at, id
 LIMIT $3
   FOR NO KEY UPDATE SKIP LOCKED;
