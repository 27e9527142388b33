-- Accounts that this actor may see, by name; 1,000 at most.
-- sent: lane
SELECT id, email, display_name, role, therapist_id, status, version, created_at
  FROM staff ORDER BY lower(display_name), id LIMIT 1000
