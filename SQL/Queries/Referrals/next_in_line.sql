-- Referrals that may be proposed and wait for a person to choose the next therapist: none is proposed now, and the last one was declined, ran
-- out, or did not last. Each with its last proposal and when that ended, the one that has waited longest first. Reads open referrals only.
-- $1 after ended timestamptz?, $2 after id uuid?, $3 limit int8
-- sent: lane
SELECT id, referral_id, client_id, therapist_id, appointment_id, place_id, status, expires_at, score, policy_version, input_hash,
       explanation::text, (SELECT k.wrapped FROM client_key k WHERE k.client_id = ended.client_id AND k.class = 'office') AS client_key,
       override_reason, decline_reason, declined_by, decline_code, decline_sealed, decided_by, created_at, version, ended_at, reference
  FROM (SELECT p.*, CASE WHEN p.status IN ('proposed', 'therapist-accepted') THEN p.expires_at ELSE p.updated_at END AS ended_at, r.reference
          FROM referral r
         CROSS JOIN LATERAL (SELECT * FROM proposal WHERE referral_id = r.id ORDER BY created_at DESC, id DESC LIMIT 1) AS p
         WHERE r.status = 'active' AND NOT r.safety_hold AND r.matching_consent
           AND (r.consent_id IS NULL OR EXISTS (SELECT FROM consent n WHERE n.id = r.consent_id AND n.given_at <= now() AND n.revoked_at IS NULL
                AND (n.expires_at IS NULL OR n.expires_at > now())))
           AND (p.status IN ('declined', 'expired', 'accepted') OR (p.status <> 'withdrawn' AND p.expires_at <= now()))) AS ended
 WHERE $1::timestamptz IS NULL OR (ended_at, id) > ($1, $2::uuid)
 ORDER BY ended_at, id
 LIMIT $3;
