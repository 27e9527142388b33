-- No row: the referral has an open proposal already.
-- $1 id uuid, $2 referral uuid, $3 client uuid, $4 therapist uuid, $5 appointment uuid, $6 place uuid, $7 expires at timestamptz,
-- $8 score int8, $9 policy version text, $10 input hash bytea, $11 explanation text (JSON), $12 override reason sealed bytea?
INSERT INTO proposal (id, referral_id, client_id, therapist_id, appointment_id, place_id, expires_at, score, policy_version, input_hash,
                      explanation, override_reason, decided_by, decided_as)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text::json, $12, actor_id(), actor_role())
ON CONFLICT DO NOTHING
RETURNING id, referral_id, client_id, therapist_id, appointment_id, place_id, status, expires_at, score, policy_version, input_hash,
       explanation::text, (SELECT k.wrapped FROM client_key k WHERE k.client_id = proposal.client_id AND k.class = 'office') AS client_key,
       override_reason, decline_reason, declined_by, decline_code, decline_sealed, decided_by, created_at, version;
