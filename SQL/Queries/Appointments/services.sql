-- Every service, also retired ones, by code.
-- sent: lane
SELECT id, code, name, duration_minutes, buffer_minutes, grid_minutes, notice_hours, horizon_days, formats, fee_cents, status = 'active'
  FROM service ORDER BY code;
