-- Adds a room, or renames the one with this code. $1 id uuid, $2 site uuid, $3 code text, $4 name text
INSERT INTO room (id, site_id, code, name) VALUES ($1, $2, $3, $4)
ON CONFLICT (site_id, code) DO UPDATE SET name = excluded.name
RETURNING id, site_id, code, name;
