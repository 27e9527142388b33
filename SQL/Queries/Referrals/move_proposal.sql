-- $1 id uuid, $2 status text, $3 decline reason sealed bytea?
UPDATE proposal SET status = $2, decline_reason = coalesce($3, decline_reason) WHERE id = $1
RETURNING id, referral_id, client_id, therapist_id, appointment_id, place_id, status, expires_at, score, policy_version, input_hash,
       explanation::text, (SELECT k.wrapped FROM client_key k WHERE k.client_id = proposal.client_id AND k.class = 'office') AS client_key,
       override_reason, decline_reason, decided_by, created_at, version;
