-- sent: lane
SELECT code, broader FROM concept ORDER BY code;
