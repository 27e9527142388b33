-- $1 staff uuid, $2 hashes bytea[].
INSERT INTO staff_recovery_code (staff_id, code_hash) SELECT $1, hash FROM unnest($2::bytea[]) hash
