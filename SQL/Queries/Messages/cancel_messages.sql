-- $1 about uuid, $2 kinds text[]. Returns the kind of each message that had not left and now never will; its words are removed.
UPDATE message SET status = 'cancelled', body = NULL
 WHERE about_id = $1 AND kind = ANY ($2) AND status = 'queued'
RETURNING kind
