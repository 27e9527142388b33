-- $1 id uuid, $2 email text, $3 name text, $4 role text, $5 therapist uuid or null.
INSERT INTO staff (id, email, display_name, role, therapist_id) VALUES ($1, $2, $3, $4, $5)
