-- $1 clients uuid[]. Their wrapped keys, of those whom this actor may see, and of the two of each those that this actor may have.
-- sent: lane
SELECT client_id, wrapped FROM client_key WHERE client_id = ANY ($1)
