-- $1 hash bytea (SHA-256 of a link's secret). Makes its client the actor of this transaction and spends one use.
-- No row: unknown, expired, used up or revoked.
SELECT 'client', client_id, NULL::uuid, handout_id::text, now(), '{}'::uuid[], '{}'::text[], NULL::uuid, false, NULL::text[], false
  FROM open_handout_link($1)
