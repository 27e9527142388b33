-- $1 codes text[]
-- sent: lane
SELECT code, label_en FROM concept WHERE code = ANY ($1) ORDER BY code;
