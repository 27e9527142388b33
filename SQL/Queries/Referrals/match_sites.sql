-- sent: lane
SELECT id, code FROM site ORDER BY id;
