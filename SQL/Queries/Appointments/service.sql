-- One service that is offered. No row: none, or retired.
-- $1 id uuid
-- sent: lane
SELECT id, code, name, duration_minutes, buffer_minutes, grid_minutes, notice_hours, horizon_days, formats, fee_cents, status = 'active'
  FROM service WHERE id = $1 AND status = 'active';
