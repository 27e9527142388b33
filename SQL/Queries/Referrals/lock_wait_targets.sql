SELECT level, hours FROM wait_target ORDER BY level FOR UPDATE;
