-- $1 hash bytea (SHA-256 of a bearer token). Makes its owner the actor of this transaction. No row: unknown, expired or revoked.
-- sent: lane
SELECT role, subject_id, therapist_id, label, now() FROM sign_in($1)
