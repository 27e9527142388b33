-- Heaviest first.
-- $1 referral uuid
-- sent: lane
SELECT concept_code, weight FROM referral_concern WHERE referral_id = $1 ORDER BY weight DESC, concept_code;
