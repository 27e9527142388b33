-- $1 therapists uuid[]
SELECT id FROM therapist WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE;
