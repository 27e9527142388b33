-- $1 id uuid, $2 slug text, $3 review by date or NULL. Does nothing where the slug exists.
INSERT INTO article (id, slug, review_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
