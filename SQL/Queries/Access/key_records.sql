-- The keys that this clinic's secrets rest on: purpose, name, fingerprint.
-- sent: lane
SELECT purpose, name, fingerprint FROM key_check ORDER BY purpose, since, name
