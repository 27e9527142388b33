-- $1 id uuid, $2 status text, $3 declined by text?, $4 decline code text?, $5 decline reason sealed bytea?, $6 what was said sealed bytea?
UPDATE proposal
   SET status = $2, declined_by = $3, decline_code = $4, decline_reason = $5, decline_sealed = $6
 WHERE id = $1
RETURNING id, referral_id, client_id, therapist_id, appointment_id, place_id, status, expires_at, score, policy_version, input_hash,
       explanation::text, (SELECT k.wrapped FROM client_key k WHERE k.client_id = proposal.client_id AND k.class = 'office') AS client_key,
       override_reason, decline_reason, declined_by, decline_code, decline_sealed, decided_by, created_at, version;
