-- $1 from timestamptz, $2 until timestamptz
SELECT outcome, count(*) FROM referral_ending WHERE ended_at >= $1 AND ended_at < $2 GROUP BY outcome ORDER BY outcome;
