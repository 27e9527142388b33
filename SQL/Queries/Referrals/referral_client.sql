-- Whose referral this is. No row: no such referral, or not for this actor.
-- $1 id uuid
-- sent: lane
SELECT client_id FROM referral WHERE id = $1;
