-- $1 address bytea or null, $2 free int8, $3 account bytea, $4 free int8. Seconds to wait, 0 for none. The address is asked first, and
-- where it must wait the account is not: always in this order, so that no two wait for each other.
SELECT CASE WHEN coalesce(a.wait, 0) > 0 THEN a.wait ELSE count_sign_in_try($3, $4::bigint::int) END::bigint
  FROM (SELECT CASE WHEN $1::bytea IS NOT NULL THEN count_sign_in_try($1, $2::bigint::int) END AS wait OFFSET 0) a
