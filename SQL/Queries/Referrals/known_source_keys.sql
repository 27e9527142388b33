-- $1 source keys text[]
-- sent: lane
SELECT source_key, source FROM referral WHERE source_key = ANY ($1);
