-- Makes the demonstration large enough to measure. Run by the superuser of a throwaway cluster, so row-level security does not stop it.
SET search_path = clinic, public;
INSERT INTO service (id, code, name, duration_minutes, buffer_minutes, grid_minutes, notice_hours, horizon_days, formats)
    VALUES (gen_random_uuid(), 'bench_session', 'Bench', 60, 0, 30, 0, 730, '{online}') ON CONFLICT DO NOTHING;
INSERT INTO therapist (id, slug, display_name, pronouns, profile, languages, formats, modalities, funding, fee_cents, capacity, intense_capacity)
    SELECT md5('bench-therapist-' || g)::uuid, 'bench-' || g, 'Bench Therapist ' || g, 'they/them', repeat('Works slowly and well. ', 12),
           '{en,fr}', '{online}', '{emdr,ifs}', '{self_pay,insurance}', 15000, 500, 300
      FROM generate_series(1, 250) g ON CONFLICT DO NOTHING;
INSERT INTO credential (id, therapist_id, kind, issuer, number, jurisdiction, valid_from, expires_on)
    SELECT md5('bench-credential-' || t.slug)::uuid, t.id, 'bench', 'Bench', t.slug, 'CA-BC', '2020-01-01', '2099-01-01'
      FROM therapist t WHERE t.slug LIKE 'bench-%' ON CONFLICT DO NOTHING;
INSERT INTO specialty (therapist_id, concept_code, level, focus, verified_by, verified_on)
    SELECT t.id, c.code, 2, true, 'Bench', '2024-01-01' FROM therapist t, (VALUES ('cptsd'), ('relational_work')) c (code)
     WHERE t.slug LIKE 'bench-%' ON CONFLICT DO NOTHING;
INSERT INTO weekly_hours (id, therapist_id, weekday, starts, ends, formats)
    SELECT md5('bench-hours-' || t.slug || d)::uuid, t.id, d, '00:00', '23:59:59', '{online}'
      FROM therapist t, generate_series(1, 7) d WHERE t.slug LIKE 'bench-%' ON CONFLICT DO NOTHING;
INSERT INTO client (id, source_key, full_name, kind)
    SELECT md5('bench-client-' || g)::uuid, 'bench-' || g, 'Bench Client ' || g, 'adult' FROM generate_series(1, 2600) g
    ON CONFLICT DO NOTHING;
-- What the peers read: the same rows without row-level security, and the tokens.
DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;
CREATE TABLE bench.therapist AS TABLE therapist;
ALTER TABLE bench.therapist ADD PRIMARY KEY (id);
CREATE TABLE bench.access_token AS TABLE access_token;
ALTER TABLE bench.access_token ADD PRIMARY KEY (token_hash);
VACUUM (ANALYZE);
