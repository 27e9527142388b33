-- Adds a service, or brings the one with this code up to date. $1 id uuid, $2 code text, $3 name text, $4 duration int4, $5 buffer int4,
-- $6 grid int4 (minutes), $7 notice hours int4, $8 horizon days int4, $9 formats text[], $10 fee cents int4?, $11 status text
INSERT INTO service (id, code, name, duration_minutes, buffer_minutes, grid_minutes, notice_hours, horizon_days, formats, fee_cents, status)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (code) DO UPDATE
   SET name = excluded.name, duration_minutes = excluded.duration_minutes, buffer_minutes = excluded.buffer_minutes,
       grid_minutes = excluded.grid_minutes, notice_hours = excluded.notice_hours, horizon_days = excluded.horizon_days,
       formats = excluded.formats, fee_cents = excluded.fee_cents, status = excluded.status
RETURNING id, code, name, duration_minutes, buffer_minutes, grid_minutes, notice_hours, horizon_days, formats, fee_cents, status = 'active';
