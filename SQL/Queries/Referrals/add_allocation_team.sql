-- $1 allocation uuid, $2 therapist uuid, $3 places int8, $4 of them for high-intensity work int8, $5 facts bytea
INSERT INTO allocation_team (allocation_id, therapist_id, places, intense, facts_hash) VALUES ($1, $2, $3, $4, $5);
