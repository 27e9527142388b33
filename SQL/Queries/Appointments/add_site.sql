-- Adds a site, or brings the one with this code up to date. $1 id uuid, $2 code text, $3 name text, $4 zone text, $5 address text
INSERT INTO site (id, code, name, zone, address) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, zone = excluded.zone, address = excluded.address
RETURNING id, code, name, zone, address;
