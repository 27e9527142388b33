-- Every room, by site and code.
-- sent: lane
SELECT id, site_id, code, name FROM room ORDER BY site_id, code;
