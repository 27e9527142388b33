-- sent: shared
SELECT 1
