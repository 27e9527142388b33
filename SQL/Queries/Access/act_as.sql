-- $1 role text, $2 actor uuid, $3 therapist uuid or null, $4 label text. Makes somebody whom this process vouches for the actor.
-- sent: lane
SELECT $1::text, $2::uuid, $3::uuid, $4::text, now() FROM act_as($1, $2, $3)
