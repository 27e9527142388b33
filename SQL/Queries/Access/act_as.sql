-- $1 role text, $2 actor uuid, $3 therapist uuid or null, $4 label text. Makes somebody whom this process vouches for the actor.
-- Last: whose files are open to them now, and through what.
-- sent: lane
SELECT $1::text, $2::uuid, $3::uuid, $4::text, now(), files.clients, files.grants, NULL::uuid, true, NULL::text[], false
  FROM act_as($1, $2, $3), LATERAL open_files($3, CASE $1 WHEN 'lead' THEN $2::uuid END) AS files
