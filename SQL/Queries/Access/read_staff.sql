-- $1 id uuid.
-- sent: lane
SELECT id, email, display_name, role, therapist_id, status, version, created_at FROM staff WHERE id = $1
