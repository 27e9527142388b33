-- Lets one's own claim go. No row: there was none, or it is somebody else's.
-- $1 referral uuid
DELETE FROM referral_claim WHERE referral_id = $1 AND claimed_by = actor_id() RETURNING claimed_at;
