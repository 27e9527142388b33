-- sent: lane
-- $1 version uuid. Who holds it now: handouts that this actor may see, oldest first.
SELECT id, client_id, therapist_id FROM handout WHERE version_id = $1 AND status <> 'withdrawn' ORDER BY created_at, id
