-- sent: lane
-- $1 client uuid. What is safe about each way to reach a client; never the address itself.
SELECT id, channel, may_write, safe_from, safe_until, wording, confirmed_at, recheck_due, retired_at IS NOT NULL AS retired
  FROM contact_point WHERE client_id = $1 ORDER BY id
