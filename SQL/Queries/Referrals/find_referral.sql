-- By id, reference (R-2041) or source key, whichever matches. No row: none does, or not for this actor.
-- $1 text
-- sent: lane
SELECT id FROM referral WHERE reference = $1 OR source_key = $1 OR id::text = lower($1) LIMIT 1;
