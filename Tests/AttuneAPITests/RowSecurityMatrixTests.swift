import Access
import Clinic
import Database
import TestKit
import Testing

import struct Foundation.UUID

@testable import AttuneAPI

/// The second lock alone: every role is let in by a policy that names all of them, and row-level security decides.
@Suite("What row-level security shows with the policy switched off", .serialized)
struct RowSecurityMatrixTests {
    /// Each table with client data, with a query for the clients in it, and who sees all of it, or what is in her care (`c`), or what is in
    /// her calendar (`t`), or what belongs to a file that she has opened (`g`), or her own part in somebody's care (`r`; `a`: all there is of
    /// that), or what is the client's own (`o`). L lead, I intake, F front desk, T therapist, W worker, X integration, O operator, C client.
    private static let tables: [(name: String, clients: Statement, seers: String)] = [
        ("client", Statement("RLS/client", sent: .lane, "SELECT id FROM client"), "L I F Tc W O Co"),
        (
            "client_key", Statement("RLS/client_key", sent: .lane, "SELECT client_id FROM client_key WHERE class = 'office'"),
            "L I F Tc W O Co"
        ),
        (
            "client_key", Statement("RLS/clinical_key", sent: .lane, "SELECT client_id FROM client_key WHERE class = 'clinical'"),
            "Lg I Tc O Co"
        ),
        ("contact_point", Statement("RLS/contact_point", sent: .lane, "SELECT client_id FROM contact_point"), "L I F Tc W O"),
        ("consent", Statement("RLS/consent", sent: .lane, "SELECT client_id FROM consent"), "L I F Tc W O"),
        ("message", Statement("RLS/message", sent: .lane, "SELECT client_id FROM message"), "L I F Tc W O"),
        ("appointment", Statement("RLS/appointment", sent: .lane, "SELECT client_id FROM appointment"), "L I F Tt W O Co"),
        ("proposal", Statement("RLS/proposal", sent: .lane, "SELECT client_id FROM proposal"), "L I Tt W O"),
        ("match_input", Statement("RLS/match_input", sent: .lane, "SELECT client_id FROM match_input"), "L I O"),
        ("caseload_place", Statement("RLS/caseload_place", sent: .lane, "SELECT client_id FROM caseload_place"), "L I Tt W O"),
        ("referral", Statement("RLS/referral", sent: .lane, "SELECT client_id FROM referral"), "L I Tc W O"),
        ("handout", Statement("RLS/handout", sent: .lane, "SELECT client_id FROM handout"), "Lg Tc O Co"),
        ("handout_link", Statement("RLS/handout_link", sent: .lane, "SELECT client_id FROM handout_link"), "Lg Tc O"),
        ("break_glass", Statement("RLS/break_glass", sent: .lane, "SELECT client_id FROM break_glass"), "L Tc W O"),
        (
            "referral_concern", Statement("RLS/referral_concern", sent: .lane, "SELECT referral_id FROM referral_concern"),
            "L I Tc W O"
        ),
        ("referral_need", Statement("RLS/referral_need", sent: .lane, "SELECT referral_id FROM referral_need"), "L I Tc W O"),
        ("referral_claim", Statement("RLS/referral_claim", sent: .lane, "SELECT referral_id FROM referral_claim"), "L I O"),
        ("triage", Statement("RLS/triage", sent: .lane, "SELECT referral_id FROM triage"), "L I Tc W O"),
        ("referral_doubt", Statement("RLS/referral_doubt", sent: .lane, "SELECT referral_id FROM referral_doubt"), "L I Tc O"),
        ("assessment", Statement("RLS/assessment", sent: .lane, "SELECT referral_id FROM assessment"), "L I Tc O"),
        (
            "safety_task",
            // Its id is the client's but for the kind.
            Statement(
                "RLS/safety_task", sent: .lane, "SELECT overlay(id::text PLACING '0001' FROM 25 FOR 4)::uuid FROM safety_task"),
            "L I Tc W O"
        ),
        ("correction", Statement("RLS/correction", sent: .lane, "SELECT client_id FROM correction"), "L I Tc O"),
        ("legal_hold", Statement("RLS/legal_hold", sent: .lane, "SELECT client_id FROM legal_hold"), "L O"),
        (
            "destruction_request", Statement("RLS/destruction", sent: .lane, "SELECT client_id FROM destruction_request"), "L O"
        ),
        ("access_request", Statement("RLS/access_request", sent: .lane, "SELECT client_id FROM access_request"), "L I O"),
        ("early_check", Statement("RLS/early_check", sent: .lane, "SELECT client_id FROM early_check"), "L I Tc O"),
        ("referral_out", Statement("RLS/referral_out", sent: .lane, "SELECT client_id FROM referral_out"), "L I O"),
        // Two lines a client each.
        (
            "allocation_line",
            Statement("RLS/allocation_line", sent: .lane, "SELECT client_id FROM allocation_line WHERE waits IS NULL"), "L I O"
        ),
        ("allocation_edit", Statement("RLS/allocation_edit", sent: .lane, "SELECT client_id FROM allocation_edit"), "L I O"),
        ("referral_ending", Statement("RLS/referral_ending", sent: .lane, "SELECT client_id FROM referral_ending"), "L I O"),
        ("rematch", Statement("RLS/rematch", sent: .lane, "SELECT client_id FROM rematch"), "L I O"),
        ("kept_apart", Statement("RLS/kept_apart", sent: .lane, "SELECT other_id FROM kept_apart"), "L I O"),
        ("care_relationship", Statement("RLS/care", sent: .lane, "SELECT client_id FROM care_relationship"), "La Ia Tr Wa Oa"),
        ("access_token", Statement("RLS/access_token", sent: .lane, "SELECT id FROM access_token"), "L O"),
        ("audit", Statement("RLS/audit", sent: .lane, "SELECT id FROM audit"), "L W O"),
    ]

    @Test("shows each role whom it may see in each table, and a therapist nobody of her colleagues'")
    func reads() async throws {
        try await AuthorisationClinic.with { clinic in
            var cases = 0
            for (letter, role) in ExpectedAuthorisation.letters.merging(["W": .worker, "C": .client], uniquingKeysWith: { $1 }) {
                for therapist in role == .therapist ? [Asker.amara, .tomasz] : [Asker.nobody] {
                    let reader = clinic.api.clinic.reader(as: role, therapist: therapist.therapist ?? TestClinic.amara)
                    for table in Self.tables {
                        let found = Set(try await reader.query(table.clients()).values(UUID.self))
                        let seen = Self.rule(table.seers, letter)
                        if ["access_token", "audit"].contains(table.name) {
                            #expect(found.isEmpty == (seen == nil), "\(role) in \(table.name)")
                            cases += 1
                            continue
                        }
                        for owner in Owner.existing where (Self.only[table.name] ?? owner) == owner {
                            // A table of referrals' details names the referral.
                            let kind: ObjectKind =
                                [
                                    "referral_claim", "referral_concern", "referral_need", "triage", "assessment",
                                    "referral_doubt",
                                ].contains(
                                    table.name)
                                ? .referral : .client
                            let isThere = found.contains(AuthorisationClinic.id(kind, owner, .lead))
                            #expect(
                                isThere == Self.isSeen(owner, by: therapist, seen),
                                "\(role) \(therapist) in \(table.name): \(owner)")
                            cases += 1
                        }
                    }
                }
            }
            #expect(cases >= 1_500, "the list has lost some")
        }
    }

    @Test("shows whoever comes by a client's link their own row where a line says so, and nothing of anybody else's")
    func byLink() async throws {
        try await AuthorisationClinic.with { clinic in
            var cases = 0
            for own in Owner.existing {
                let found = try await clinic.byLink(own) { act in
                    var found: [Set<UUID>] = []
                    for table in Self.tables { found.append(Set(try await act.query(table.clients()).values(UUID.self))) }
                    return found
                }
                for (table, found) in zip(Self.tables, found) {
                    let isOwn = Self.rule(table.seers, "C") == "Co"
                    #expect(
                        found == (isOwn ? [AuthorisationClinic.id(.client, own, .client)] : []), "\(table.name) for \(own)")
                    cases += Owner.existing.count
                }
            }
            #expect(cases >= 5_000, "the list has lost some")
        }
    }

    @Test("lets whoever comes by a client's link change, remove and add no row of any table, not of their own either")
    func changesByLink() async throws {
        try await AuthorisationClinic.with { clinic in
            try await clinic.script(Self.copies)
            for own in Owner.existing {
                let (cases, done) = try await clinic.byLink(own) { act in
                    _ = try await act.query(Self.tryChanges())
                    let words = try await act.query(Self.tried()).values(String.self)
                    return (words.first.flatMap { Int($0) } ?? 0, words.dropFirst())
                }
                #expect(cases >= 900, "the list has lost some")
                #expect(done == [], "\(own)")
            }
        }
    }

    @Test("tells whoever comes by a client's link nothing of the team's hours, which are read in the owner's name")
    func teamByLink() async throws {
        try await AuthorisationClinic.with { clinic in
            try await clinic.script(
                """
                UPDATE appointment SET status = 'proposed', hold_until = now() - interval '1 hour'
                 WHERE id = (SELECT id FROM appointment WHERE status = 'booked' ORDER BY id DESC LIMIT 1);
                UPDATE appointment SET format = 'in_person', room_id = '\(TestClinic.blueRoom)'
                 WHERE id = (SELECT id FROM appointment WHERE status = 'booked' ORDER BY id LIMIT 1)
                """)
            let team = try await clinic.query(Self.team()).values(UUID.self)
            for own in Owner.existing {
                let found = try await clinic.byLink(own) { act in try await act.query(Self.teamsHours(team)).values(Int64.self) }
                #expect(found == [0, 0, 0, 0, 0], "\(own)")
            }
            let found = try await clinic.api.clinic.act(as: .lead) { act in
                try await act.record("test.team")
                return try await act.query(Self.teamsHours(team)).values(Int64.self)
            }
            #expect(found.count == 5 && found.allSatisfy { $0 > 0 }, "\(found)")
        }
    }

    private static let team = Statement("RLS/team", sent: .lease, "SELECT id FROM therapist")
    /// $1 therapists. By each function that runs in the owner's name and says what is taken: how many rows it tells.
    private static let teamsHours = Statement(
        "RLS/teams_hours", sent: .lease,
        """
        SELECT count(*) FROM busy_times($1::uuid[], '2000-01-01', '2100-01-01')
        UNION ALL SELECT count(*) FROM busy_calendars($1::uuid[], '2000-01-01', '2100-01-01')
        UNION ALL SELECT count(*) FROM rooms_taken('2000-01-01', '2100-01-01')
        UNION ALL SELECT count(*) FROM team_changes('1:1:', '2000-01-01')
        UNION ALL SELECT count(*) FROM release_overdue_holds('2000-01-01', '2100-01-01')
        """)

    /// Tables with a row for one owner alone.
    private static let only: [String: Owner] = ["kept_apart": .keptApart, "break_glass": .hers, "referral_claim": .hers]

    @Test("has a line here for every table that leads to a client")
    func complete() async throws {
        let clinic = try await TestClinic.open()
        let tables = try await clinic.database.owner.query(Self.tablesAboutClients()).values(String.self)
        #expect(Set(Self.tables.map(\.name)) == Set(tables).union(["access_token", "audit"]))
        await clinic.close()
    }

    private static let tablesAboutClients = Statement(
        "RLS/tables_about_clients", sent: .lease,
        """
        WITH RECURSIVE about AS (
            SELECT 'client'::regclass::oid AS id
             UNION SELECT c.conrelid FROM pg_constraint c JOIN about a ON c.confrelid = a.id WHERE c.contype = 'f')
        SELECT relname::text FROM pg_class WHERE oid IN (SELECT id FROM about) ORDER BY 1
        """)

    @Test("lets nobody in any of these tables who has said no name")
    func nobody() async throws {
        try await AuthorisationClinic.with { clinic in
            for table in Self.tables {
                let rows = try await clinic.api.clinic.database.app.read([table.clients()])[0]
                #expect(rows.isEmpty, "\(table.name)")
            }
        }
    }

    /// Up to twenty rows of each table, first those of whoever comes by a link, where a caller finds them without being let see them. Triggers
    /// are off: some would refuse first.
    private static let copies = """
        CREATE SCHEMA copies;
        CREATE TABLE copies.copy (name text, fields jsonb);
        GRANT USAGE ON SCHEMA copies TO attune_app;
        GRANT SELECT ON copies.copy TO attune_app;
        DO $$ DECLARE name text; BEGIN
            FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace LOOP
                EXECUTE format('INSERT INTO copies.copy SELECT %L, to_jsonb(t) FROM %I t ORDER BY t::text !~ %L, md5(t::text) LIMIT 20',
                               name, name, '-0001[0-9a-f]{4}' || lpad(to_hex(\(Asker.client.rawValue)), 4, '0'));
                EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', name);
            END LOOP;
        END $$
        """

    /// As the application, in every table of the catalogue: to change a column of all rows and to remove them, without asking for any, so
    /// that no policy of reading stands before; and to add what is there already, which row-level security refuses before any constraint.
    private static let tryChanges = Statement(
        "RLS/try_changes", sent: .lease,
        """
        DO $$
        DECLARE
            place record; tried record;
            number bigint; cases int := 0; done text[] := '{}';
        BEGIN
            FOR place IN
                SELECT t.relname AS name, string_agg(quote_ident(a.attname), ', ') AS columns,
                       min(a.attname) FILTER (WHERE has_column_privilege(t.oid, a.attnum, 'UPDATE')) AS column
                  FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                 WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace GROUP BY t.relname ORDER BY 1
            LOOP
                FOR tried IN
                    SELECT 'UPDATE' AS verb, format('UPDATE %I SET %I = DEFAULT', place.name, place.column) AS words
                     WHERE place.column IS NOT NULL
                     UNION ALL SELECT 'DELETE', format('DELETE FROM %I', place.name)
                     UNION ALL SELECT 'INSERT', format('INSERT INTO %I DEFAULT VALUES', place.name)
                     UNION ALL SELECT 'INSERT', format('INSERT INTO %I (%s) SELECT %s FROM jsonb_populate_record(NULL::%I, %L)',
                                                       place.name, place.columns, place.columns, place.name, c.fields)
                                 FROM copies.copy c WHERE c.name = place.name
                LOOP
                    cases := cases + 1;
                    BEGIN
                        EXECUTE tried.words;
                        GET DIAGNOSTICS number = ROW_COUNT;
                        IF number > 0 THEN RAISE EXCEPTION USING ERRCODE = 'T0001'; END IF;
                    EXCEPTION WHEN insufficient_privilege THEN NULL;
                              WHEN OTHERS THEN done := done || format('%s %s: %s %s', tried.verb, place.name, SQLSTATE, SQLERRM);
                    END;
                END LOOP;
            END LOOP;
            PERFORM set_config('test.tried', array_to_string(cases::text || done, chr(10)), true);
        END $$
        """)
    private static let tried = Statement(
        "RLS/tried", sent: .lease, "SELECT unnest(string_to_array(current_setting('test.tried'), chr(10)))")

    /// The word for this role: "L", "Tc"; nil where it sees nothing.
    private static func rule(_ seers: String, _ letter: Character) -> Substring? {
        seers.split(separator: " ").first { $0.first == letter }
    }

    private static func isSeen(_ owner: Owner, by therapist: Asker, _ rule: Substring?) -> Bool {
        guard let rule else { return false }
        return switch rule.dropFirst() {
        case "c": owner.isSeen(by: therapist, as: .client)
        case "g": owner == .hers
        // Whoever asks here is a client without a row: see `byLink`.
        case "o": false
        case "t": owner.isSeen(by: therapist, as: .appointment)
        // Her own part in a client's care, past and coming too.
        case "r":
            therapist == .tomasz
                ? Owner.ofTomasz.contains(owner) : ![.colleagues, .nobodys, .keptApart].contains(owner)
        case "a": ![.nobodys, .keptApart].contains(owner)
        default: true
        }
    }
}
