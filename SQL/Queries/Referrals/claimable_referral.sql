-- Whose referral it is and whether it is open. Takes no lock: a claim waits for nobody's triage. No row: not there, or not for this actor.
-- $1 referral uuid
-- sent: lane
SELECT client_id, status FROM referral WHERE id = $1;
