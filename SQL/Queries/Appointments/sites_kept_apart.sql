-- Sites and times at which this client might meet somebody from whom they are kept apart.
-- $1 client uuid, $2 from timestamptz, $3 until timestamptz
-- sent: lane
SELECT site_id, during FROM sites_kept_apart($1, $2, $3);
