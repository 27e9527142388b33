-- $1 client uuid. How many rows about them are in which table.
SELECT place, count(DISTINCT number) FROM client_mentions($1) GROUP BY place ORDER BY place
