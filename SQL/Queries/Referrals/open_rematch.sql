-- The therapist whose care goes on until this referral's next one begins, if any; it ends with this statement.
-- $1 referral uuid
UPDATE rematch SET ended_at = now() WHERE referral_id = $1 AND ended_at IS NULL RETURNING therapist_id;
