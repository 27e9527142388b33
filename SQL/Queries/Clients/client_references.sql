-- $1 client uuid[]: the reference of each that is there and may be seen.
-- sent: lane
SELECT id, reference FROM client WHERE id = ANY ($1::uuid[])
