-- sent: lane
SELECT level, hours FROM wait_target ORDER BY hours, level;
