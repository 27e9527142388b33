-- Every site, by code.
-- sent: lane
SELECT id, code, name, zone, address FROM site ORDER BY code;
