-- $1 clients uuid[], each once: how many of them this actor may know of.
-- sent: lane
SELECT count(*) FROM client WHERE id = ANY ($1)
