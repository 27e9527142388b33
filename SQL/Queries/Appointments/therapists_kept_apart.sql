-- Therapists whom this client cannot have; nobody is told why.
-- $1 client uuid
-- sent: lane
SELECT therapists_kept_apart($1);
