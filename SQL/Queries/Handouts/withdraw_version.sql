-- $1 version uuid, $2 reason text. No row: withdrawn already.
INSERT INTO article_withdrawal (version_id, reason) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING at
