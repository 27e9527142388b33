-- Who signed this very table. No row: nobody yet.
-- $1 sha256 bytea
-- sent: lane
SELECT version, clinician, signed_by, signed_at FROM pattern_sign_off WHERE sha256 = $1;
