-- 100,000 appointments of 1,000 therapists: small enough for memory, wide enough to be a real row.
CREATE SCHEMA IF NOT EXISTS bench;
DROP TABLE IF EXISTS bench.appointments;
CREATE TABLE bench.appointments (
    id           bigint PRIMARY KEY,
    public_id    uuid NOT NULL,
    therapist_id uuid NOT NULL,
    client_id    uuid NOT NULL,
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    status       text NOT NULL,
    note         text NOT NULL,
    price_cents  int NOT NULL
);
INSERT INTO bench.appointments
SELECT g, md5('a' || g)::uuid, md5('t' || (g % 1000))::uuid, md5('c' || (g % 20000))::uuid,
       timestamptz '2026-01-05 09:00+00' + (g / 1000) * interval '1 hour',
       timestamptz '2026-01-05 09:50+00' + (g / 1000) * interval '1 hour',
       (ARRAY['booked', 'fulfilled', 'cancelled', 'noshow'])[1 + g % 4],
       'Follow-up, "bring" the form no. ' || g, 9500 + (g % 50) * 100
FROM generate_series(1, 100000) g;
