\set id0 random(1, 100000)
\set id1 random(1, 100000)
\set id2 random(1, 100000)
\set id3 random(1, 100000)
\set id4 random(1, 100000)
\set id5 random(1, 100000)
\set id6 random(1, 100000)
\set id7 random(1, 100000)
\startpipeline
SELECT id, public_id, therapist_id, client_id, starts_at, ends_at, status, note, price_cents FROM bench.appointments WHERE id = :id0;
SELECT id, public_id, therapist_id, client_id, starts_at, ends_at, status, note, price_cents FROM bench.appointments WHERE id = :id1;
SELECT id, public_id, therapist_id, client_id, starts_at, ends_at, status, note, price_cents FROM bench.appointments WHERE id = :id2;
SELECT id, public_id, therapist_id, client_id, starts_at, ends_at, status, note, price_cents FROM bench.appointments WHERE id = :id3;
SELECT id, public_id, therapist_id, client_id, starts_at, ends_at, status, note, price_cents FROM bench.appointments WHERE id = :id4;
SELECT id, public_id, therapist_id, client_id, starts_at, ends_at, status, note, price_cents FROM bench.appointments WHERE id = :id5;
SELECT id, public_id, therapist_id, client_id, starts_at, ends_at, status, note, price_cents FROM bench.appointments WHERE id = :id6;
SELECT id, public_id, therapist_id, client_id, starts_at, ends_at, status, note, price_cents FROM bench.appointments WHERE id = :id7;
\endpipeline
