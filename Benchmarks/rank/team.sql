-- Therapists :first to :last of a team such as there are, with hours, caseloads and calendars. Run by the superuser of a throwaway cluster.
-- Triggers and foreign keys are left out while it is made, and the sessions are marked as allowed overlaps, which spares the three exclusion
-- indexes: reading a calendar uses neither.
SET search_path = clinic, public;
SET session_replication_role = replica;
CREATE FUNCTION pg_temp.draw(what text, who int, of int) RETURNS int LANGUAGE sql IMMUTABLE
    AS $$ SELECT ('x' || substr(md5(what || who), 1, 7))::bit(28)::int % of $$;
INSERT INTO therapist (id, slug, display_name, pronouns, gender, profile, languages, formats, client_kinds, modalities, funding, fee_cents, capacity,
                       intense_capacity)
    SELECT md5('rank-therapist-' || g)::uuid, 'rank-' || g, 'Rank Therapist ' || g, 'they/them', (ARRAY[NULL, 'woman', 'woman', 'man'])[1 + pg_temp.draw('gender', g, 4)],
           repeat('Works slowly and well. ', 12), CASE WHEN pg_temp.draw('fr', g, 8) = 0 THEN '{en,fr}' ELSE '{en}' END::text[],
           (ARRAY['{online}', '{in_person,online}', '{in_person,online}', '{in_person,online,phone}'])[1 + pg_temp.draw('format', g, 4)]::text[],
           (ARRAY['{adult}', '{adult,youth}', '{adult,couple}', '{youth,family}'])[1 + pg_temp.draw('kind', g, 4)]::text[],
           (ARRAY['{}', '{emdr}', '{emdr,ifs}', '{ifs}'])[1 + pg_temp.draw('way', g, 4)]::text[],
           (ARRAY['{self_pay}', '{self_pay,insurance}', '{self_pay,insurance,cvap}'])[1 + pg_temp.draw('fund', g, 3)]::text[],
           12000 + 500 * pg_temp.draw('fee', g, 16), 8 + pg_temp.draw('capacity', g, 16), 4
      FROM generate_series(:first, :last) g;
CREATE TEMP TABLE new_one AS
    SELECT t.id, g, t.capacity, t.formats FROM generate_series(:first, :last) g JOIN therapist t ON t.slug = 'rank-' || g;
INSERT INTO credential (id, therapist_id, kind, issuer, number, jurisdiction, valid_from, expires_on)
    SELECT md5('rank-credential-' || g)::uuid, id, 'bench', 'Bench', 'rank-' || g, CASE WHEN pg_temp.draw('where', g, 10) = 0 THEN 'CA-AB' ELSE 'CA-BC' END,
           '2020-01-01', '2099-01-01' FROM new_one;
-- Four to six concerns each, of the twelve that clients bring most often.
INSERT INTO specialty (therapist_id, concept_code, level, focus, verified_by, verified_on)
    SELECT n.id, c.code, 1 + pg_temp.draw('level' || c.code, n.g, 4), true, 'Bench', '2024-01-01'
      FROM new_one n CROSS JOIN LATERAL (
           SELECT code FROM (SELECT concept_code AS code FROM referral_concern GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 12) asked
            ORDER BY md5(code || n.g) LIMIT 4 + pg_temp.draw('concerns', n.g, 3)) c;
-- Three days a week, five hours each; the first of the days at a site, where she sees people in person.
INSERT INTO weekly_hours (id, therapist_id, weekday, starts, ends, formats, site_id)
    SELECT md5('rank-hours-' || n.g || '-' || d)::uuid, n.id, 1 + (n.g + 2 * d) % 5, make_time(9 + pg_temp.draw('begin', n.g, 6), 0, 0),
           make_time(14 + pg_temp.draw('begin', n.g, 6), 0, 0),
           CASE WHEN d = 0 THEN n.formats ELSE '{online}' END, CASE WHEN d = 0 AND 'in_person' = ANY (n.formats) THEN s.id END
      FROM new_one n CROSS JOIN generate_series(0, 2) d
      CROSS JOIN LATERAL (SELECT id FROM site ORDER BY md5(code || n.g) LIMIT 1) s;
-- Places: half of them to all.
INSERT INTO caseload_place (id, therapist_id, place, client_id, intense, status)
    SELECT md5('rank-place-' || n.g || '-' || p)::uuid, n.id, p, md5('bench-client-' || p)::uuid, p <= 3, 'taken'
      FROM new_one n CROSS JOIN LATERAL generate_series(1, n.capacity / 2 + pg_temp.draw('taken', n.g, n.capacity / 2 + 1)) p;
-- Sessions: four fifths of this week's hours, fewer each week after.
INSERT INTO appointment (id, therapist_id, client_id, service_id, format, during, zone, promised_start, status, overlap_reason)
    SELECT md5('rank-session-' || n.g || d.day || h)::uuid, n.id, md5('bench-client-' || 1 + pg_temp.draw('who' || d.day || h, n.g, 2600))::uuid, s.id, 'online',
           tstzrange(b.starts, b.starts + interval '50 minutes'), 'America/Vancouver', b.starts AT TIME ZONE 'America/Vancouver', 'booked', sha256('bench')
      FROM new_one n JOIN weekly_hours w ON w.therapist_id = n.id
      JOIN (SELECT current_date + g AS day, g FROM generate_series(0, 42) g) d ON extract(isodow FROM d.day) = w.weekday
     CROSS JOIN generate_series(0, 4) h
     CROSS JOIN LATERAL (SELECT (d.day + w.starts + make_interval(hours => h)) AT TIME ZONE 'America/Vancouver' AS starts) b
      JOIN service s ON s.code = 'bench_session'
     WHERE pg_temp.draw('busy' || d.day || h, n.g, 10) < 8 - d.g / 7;
SET session_replication_role = DEFAULT;
-- Nor were the triggers there to say so.
INSERT INTO team_change DEFAULT VALUES;
VACUUM (ANALYZE) therapist;
VACUUM (ANALYZE) credential;
VACUUM (ANALYZE) specialty;
VACUUM (ANALYZE) weekly_hours;
VACUUM (ANALYZE) caseload_place;
VACUUM (ANALYZE) appointment;
