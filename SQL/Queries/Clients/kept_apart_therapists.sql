-- $1 client uuid. Therapists whom this client cannot have. No reason, no other client.
-- sent: lane
SELECT therapists_kept_apart($1) AS therapist_id ORDER BY therapist_id
