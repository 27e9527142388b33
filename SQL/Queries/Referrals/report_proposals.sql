-- $1 from timestamptz, $2 until timestamptz
SELECT status, declined_by, decline_code, override_reason IS NOT NULL, count(*)
  FROM proposal WHERE created_at >= $1 AND created_at < $2
 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
