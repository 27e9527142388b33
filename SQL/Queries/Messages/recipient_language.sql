-- sent: lane
-- $1 client uuid. No row: not there, or not for this actor.
SELECT language FROM client WHERE id = $1
