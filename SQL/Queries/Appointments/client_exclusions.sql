-- What a client's slots must keep clear of: the client's own appointments as far as the actor sees them.
-- $1 client uuid, $2 from timestamptz, $3 until timestamptz
-- sent: lane
SELECT during FROM appointment
 WHERE client_id = $1 AND status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') AND during && tstzrange($2, $3) AND (hold_until IS NULL OR hold_until > now());
