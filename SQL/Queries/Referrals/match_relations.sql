-- Therapists whom this client cannot have (kept apart: who, never why), who declined this referral or were declined, and with whom the client worked before.
-- $1 client uuid, $2 referral uuid
-- sent: lane
SELECT 'apart', t FROM therapists_kept_apart($1) AS t
UNION ALL
SELECT DISTINCT 'declined', therapist_id FROM proposal WHERE referral_id = $2 AND status = 'declined'
UNION ALL
SELECT DISTINCT 'declined', therapist_id FROM rematch WHERE referral_id = $2
UNION ALL
SELECT DISTINCT 'worked', therapist_id FROM care_relationship WHERE client_id = $1 AND kind = 'primary';
