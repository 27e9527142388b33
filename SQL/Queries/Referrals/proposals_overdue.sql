-- Whether any open proposal has run out. Reads the partial index proposal_expiry only.
-- sent: lane
SELECT EXISTS (SELECT FROM proposal WHERE status IN ('proposed', 'therapist-accepted') AND expires_at <= now())
