import Access
import Clinic
import Database
import TestKit
import Testing

import struct Foundation.UUID

@testable import AttuneAPI

/// A clinic in which every asker has an object of every owner to himself, so that what one may change never hides what another may not.
struct AuthorisationClinic: Sendable {
    let api: APIHarness
    let tokens: [Asker: String]
    private let superuser: Database

    /// The third therapist, in whose name nobody asks.
    static let mika = TestClinic.id(3)
    static let given = TestClinic.id(41), toGive = TestClinic.id(42)

    /// The id of one asker's object.
    static func id(_ kind: ObjectKind, _ owner: Owner, _ asker: Asker) -> UUID {
        switch kind {
        case .therapist: owner.therapist
        case .article: given
        default:
            UUID(
                uuid: (
                    0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, UInt8(kind.rawValue), 0, UInt8(owner.rawValue), 0,
                    UInt8(asker.rawValue)
                ))
        }
    }

    /// What stands in the address or in the body.
    static func name(_ kind: ObjectKind, _ owner: Owner, _ asker: Asker) -> String {
        switch owner {
        case .otherKind: UUIDText.string(id(kind == .client ? .appointment : .client, .hers, asker))
        case .absent: UUIDText.string(TestIDs.absent)
        case .malformed: "robin"
        default: UUIDText.string(id(kind, owner, asker))
        }
    }

    /// The secret of the link to an asker's handout.
    static func link(_ owner: Owner, _ asker: Asker) -> String {
        (asker == .linkLikeToken ? Token.sessionPrefix : "") + "link-\(owner.rawValue)-\(asker.rawValue)"
    }
    private static let clientToken = Token.bearerPrefix + "client"

    /// Which of the two locks are in place; `reachAlone`: of the first one only whose files a role may see, with every door open to clients.
    enum Locks { case both, policyAlone, rowSecurityAlone, reachAlone }

    static func with(_ locks: Locks = .both, _ body: (AuthorisationClinic) async throws -> Void) async throws {
        // Thousands of requests beside the other suites: how long one takes on a busy machine is not what is asked here.
        try await APIHarness.with(routes: routes(locks)) { api in
            let server = try await TestServer.shared.started()
            let superuser = try await Database.start(
                server.configuration(PrivateServer.superuser, api.clinic.database.name), logger: quiet)
            do {
                try await superuser.script(founding)
                try await api.clinic.giveKeys()
                for (column, rows, update) in secrets {
                    try await seal(api.clinic, superuser, column, rows, update)
                }
                if [.policyAlone, .reachAlone].contains(locks) { try await superuser.script(withoutRowSecurity) }
                try await body(AuthorisationClinic(api: api, tokens: try await tokens(api), superuser: superuser))
            } catch {
                await superuser.close()
                throw error
            }
            await superuser.close()
        }
    }

    /// What the script above could not seal: each column with its rows and their clients, and how it is written.
    private static let secrets: [(SealedColumn, Statement, Statement)] = [
        (
            .contactPointValue,
            Statement("Authorisation/contacts", sent: .lease, "SELECT id, client_id FROM contact_point WHERE value = sha256('')"),
            Statement(
                "Authorisation/seal_contacts", sent: .lease,
                "UPDATE contact_point t SET value = s FROM unnest($1::uuid[], $2::bytea[]) AS n (i, s) WHERE t.id = n.i")
        ),
        (
            .referralNarrative, Statement("Authorisation/referrals", sent: .lease, "SELECT id, client_id FROM referral"),
            Statement(
                "Authorisation/seal_referrals", sent: .lease,
                "UPDATE referral t SET narrative = s FROM unnest($1::uuid[], $2::bytea[]) AS n (i, s) WHERE t.id = n.i")
        ),
        (
            .triageReason,
            Statement(
                "Authorisation/triages", sent: .lease,
                "SELECT t.id, r.client_id FROM triage t JOIN referral r ON r.id = t.referral_id"),
            Statement(
                "Authorisation/seal_triages", sent: .lease,
                "UPDATE triage t SET reason = s FROM unnest($1::uuid[], $2::bytea[]) AS n (i, s) WHERE t.id = n.i")
        ),
        (
            .assessmentResult,
            Statement(
                "Authorisation/assessments", sent: .lease,
                "SELECT t.id, r.client_id FROM triage t JOIN referral r ON r.id = t.referral_id"),
            // One beside each triage, whole from the start: nobody rewrites it.
            Statement(
                "Authorisation/seal_assessments", sent: .lease,
                """
                INSERT INTO assessment (id, referral_id, instrument, result, taken_on, entered_by, entered_as)
                SELECT n.i, t.referral_id, 'phq9', s, '2020-01-01', t.decided_by, t.decided_as
                  FROM unnest($1::uuid[], $2::bytea[]) AS n (i, s) JOIN triage t ON t.id = n.i
                """)
        ),
        (
            .breakGlassReason, Statement("Authorisation/openings", sent: .lease, "SELECT id, client_id FROM break_glass"),
            Statement(
                "Authorisation/seal_openings", sent: .lease,
                "UPDATE break_glass t SET reason = s FROM unnest($1::uuid[], $2::bytea[]) AS n (i, s) WHERE t.id = n.i")
        ),
        (
            .referralOutPacket, Statement("Authorisation/outs", sent: .lease, "SELECT id, client_id FROM referral_out"),
            Statement(
                "Authorisation/seal_outs", sent: .lease,
                "UPDATE referral_out t SET packet = s FROM unnest($1::uuid[], $2::bytea[]) AS n (i, s) WHERE t.id = n.i")
        ),
        (
            .handoutNote, Statement("Authorisation/handouts", sent: .lease, "SELECT id, client_id FROM handout"),
            Statement(
                "Authorisation/seal_handouts", sent: .lease,
                "UPDATE handout t SET note = s FROM unnest($1::uuid[], $2::bytea[]) AS n (i, s) WHERE t.id = n.i")
        ),
        (
            .messageBody, Statement("Authorisation/messages", sent: .lease, "SELECT id, client_id FROM message"),
            Statement(
                "Authorisation/seal_messages", sent: .lease,
                "UPDATE message t SET body = s FROM unnest($1::uuid[], $2::bytea[]) AS n (i, s) WHERE t.id = n.i")
        ),
    ]

    private static func seal(
        _ clinic: TestClinic, _ superuser: Database, _ column: SealedColumn, _ rows: Statement, _ update: Statement
    ) async throws {
        try await clinic.act(as: .operator) { act in
            let rows = try await act.query(rows()).map { row throws(DatabaseError) in
                (id: try row.next(UUID.self), client: try row.next(UUID.self))
            }
            try await act.learnKeys(of: rows.map(\.client))
            let sealed = try rows.enumerated().map { index, row in
                let text =
                    switch column {
                    case .contactPointValue: "test\(index)@example.org"
                    // Tells whose it is, wherever it is shown.
                    case .handoutNote: "Note \(UUIDText.string(row.id))"
                    case .assessmentResult: "answers 0,1,2,1,0,1,2,1,0"
                    default: "Sleeps badly"
                    }
                return try act.vault.seal(text, for: row.client, column, row: row.id)
            }
            // Not the application: it may not rewrite why a file was opened.
            _ = try await superuser.query(update(rows.map(\.id), sealed))
            try await act.record("test.sealed")
        }
    }

    private static func tokens(_ api: APIHarness) async throws -> [Asker: String] {
        var tokens: [Asker: String] = [:]
        tokens[.lead] = api.tokens[.lead]
        tokens[.intake] = api.tokens[.intake]
        tokens[.frontDesk] = api.tokens[.frontDesk]
        tokens[.integration] = api.tokens[.integration]
        tokens[.amara] = api.tokens[.therapist]
        tokens[.tomasz] = api.otherTherapist
        tokens[.unknown] = Token.bearer().text
        tokens[.link] = link(.hers, .link)
        tokens[.linkLikeToken] = link(.hers, .linkLikeToken)
        tokens[.client] = clientToken
        let issued = try await api.clinic.act(as: .operator) { act in
            let moment = try await act.now
            return (
                operator: try await act.issueToken(role: .operator, label: "test"),
                revoked: try await act.issueToken(role: .lead, label: "test"),
                expired: try await act.issueToken(role: .lead, label: "test", expiresAt: moment - .seconds(1))
            )
        }
        try await api.clinic.act(as: .operator) { act in try await act.revokeToken(issued.revoked.id) }
        tokens[.operator] = issued.operator.token.text
        tokens[.revoked] = issued.revoked.token.text
        tokens[.expired] = issued.expired.token.text
        // So that a use which is written down once a minute is no difference between before and after.
        try await api.clinic.alter(usedAhead())
        return tokens
    }

    /// Every route under a policy that lets everybody in and leaves whose files they see to row-level security; or under its own one, which
    /// lets clients in besides.
    private static func routes(_ locks: Locks) -> [Route] {
        RouteTable.all.map { route in
            guard let policy = route.policy, [.rowSecurityAlone, .reachAlone].contains(locks) else { return route }
            var open = route
            open.door = .bearer(
                locks == .reachAlone
                    ? Policy(policy.name, allow: policy.allowed.union([.client]), deny: policy.denied)
                    : Policy(policy.name, allow: Set(Role.allCases), isScoped: false))
            return open
        }
    }

    private static let withoutRowSecurity = """
        DO $$ DECLARE name text; BEGIN
            FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace LOOP
                EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', name);
            END LOOP;
        END $$
        """

    /// One transaction of whoever comes by the link to this owner's handout, under a policy that leaves all of it to row-level security.
    func byLink<T: Sendable>(_ owner: Owner, _ body: @Sendable (Act) async throws -> T) async throws -> T {
        try await api.clinic.gate.act(
            .handoutLink(TokenHash(of: Self.link(owner, .client))),
            Policy(Policies.openLink.name, allow: Set(Role.allCases), isScoped: false),
            Request(id: api.clinic.gate.newID(), door: "test")
        ) { act in
            let value = try await body(act)
            try await act.record("test.by_link")
            return value
        }
    }

    /// As the superuser.
    func script(_ text: String) async throws { try await superuser.script(text) }
    func query(_ bound: Bound) async throws -> ResultSet { try await superuser.query(bound) }

    /// Every row of every table, as one line a table: read as the superuser, whom no policy hides anything from.
    func rows() async throws -> [String] { try await superuser.query(Self.hashes()).values(String.self) }

    private static let usedAhead = Statement(
        "AuthorisationClinic/used_ahead", sent: .lease, "UPDATE access_token SET last_used_at = now() + interval '1 day'")
    private static let hashes = Statement(
        "AuthorisationClinic/hashes", sent: .lease,
        """
        SELECT relname || ' ' || (xpath('/row/rows/text()', query_to_xml(format(
               'SELECT count(*) || '' '' || md5(coalesce(string_agg(t::text, '','' ORDER BY t::text), '''')) AS rows FROM %I t', relname),
               false, true, '')))[1]::text
          FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY 1
        """)

    private static let founding = """
        CREATE FUNCTION pg_temp.made(kind int, owner int, asker int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
          SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(kind), 4, '0') || lpad(to_hex(owner), 4, '0')
                  || lpad(to_hex(asker), 4, '0'))::uuid $$;
        INSERT INTO therapist (id, slug, display_name, languages, formats, capacity, intense_capacity)
        VALUES ('\(mika)', 'mika', 'Mika', '{en}', '{online}', 4, 2);
        UPDATE therapist SET capacity = 500, intense_capacity = 500;
        CREATE TEMPORARY TABLE spot AS
          SELECT owner, asker, (row_number() OVER ())::int AS number, therapist::uuid AS therapist,
                 pg_temp.made(1, owner, asker) AS client
            FROM (VALUES \(Owner.existing.map { "(\($0.rawValue), '\($0.therapist)')" }.joined(separator: ", "))) AS o (owner, therapist),
                 generate_series(0, \(Asker.allCases.count - 1)) AS asker;
        INSERT INTO client (id, full_name) SELECT client, 'Test ' || owner || ' ' || asker FROM spot;
        INSERT INTO contact_point (id, client_id, channel, value, may_write, confirmed_at, lookup)
        SELECT pg_temp.made(20, owner, asker), client, 'email', sha256(''), true, now(), sha256(number::text::bytea) FROM spot;
        INSERT INTO consent (id, client_id, kind, basis, given_at)
        SELECT pg_temp.made(21, owner, asker), client, 'matching', 'form', now() FROM spot;
        INSERT INTO care_relationship (id, client_id, therapist_id, kind, during)
        SELECT CASE WHEN kind IN ('cover', 'supervision') THEN pg_temp.made(8, owner, asker) ELSE gen_random_uuid() END,
               client, care.therapist::uuid, kind, tstzrange(now() + from_day::interval, now() + until_day::interval)
          FROM spot JOIN (VALUES \(care)) AS care (owner, therapist, kind, from_day, until_day) USING (owner);
        INSERT INTO break_glass (id, client_id, actor_id, reason)
        SELECT pg_temp.made(9, owner, asker), client, t.subject_id, sha256('') || sha256('') FROM spot, access_token t
         WHERE owner = \(Owner.hers.rawValue) AND t.role = 'lead'
         UNION ALL
        SELECT CASE who.number WHEN 1 THEN pg_temp.made(10, owner, asker) ELSE gen_random_uuid() END, client, who.id, sha256('') || sha256('')
          FROM spot, (VALUES (1, '\(mika)'::uuid), (2, '\(TestClinic.actor(.lead).id)')) AS who (number, id)
         WHERE owner = \(Owner.hers.rawValue);
        INSERT INTO correction (id, client_id, field, asked, decision, decided_by, decided_as)
        SELECT gen_random_uuid(), client, 'full_name', sha256(''), 'refused', '\(mika)', 'intake' FROM spot;
        INSERT INTO legal_hold (id, client_id, reason, placed_by) SELECT gen_random_uuid(), client, sha256(''), '\(mika)' FROM spot;
        INSERT INTO destruction_request (id, client_id, asked_by, asked_as) SELECT gen_random_uuid(), client, '\(mika)', 'lead' FROM spot;
        INSERT INTO access_request (id, client_id, asked_on, logged_on, logged_by)
        SELECT gen_random_uuid(), client, current_date, current_date, '\(mika)' FROM spot;
        INSERT INTO kept_apart (id, one_id, other_id, kind)
        SELECT pg_temp.made(22, owner, asker), '\(TestClinic.robin)', client, 'former_partner' FROM spot
         WHERE owner = \(Owner.keptApart.rawValue);
        INSERT INTO appointment (id, therapist_id, client_id, service_id, format, during, zone, promised_start, status, hold_until)
        SELECT pg_temp.made(kind, owner, asker), therapist, client, '\(TestClinic.session)', 'online',
               tstzrange(start, start + interval '50 minutes'), 'America/Vancouver', start AT TIME ZONE 'America/Vancouver', status,
               CASE status WHEN 'proposed' THEN now() + interval '2 days' END
          FROM spot, (VALUES (4, 0, 'booked'), (23, 300, 'proposed')) AS a (kind, later, status),
               LATERAL (SELECT '\(Ahead.soon)T00:00Z'::timestamptz + (number + later) * interval '1 hour' AS start) AS s;
        INSERT INTO caseload_place (id, therapist_id, place, client_id, status, held_until)
        SELECT pg_temp.made(24, owner, asker), therapist, number, client, 'held', now() + interval '2 days' FROM spot;
        INSERT INTO referral (id, client_id, source, received_at, status, urgency, matching_consent, narrative)
        SELECT pg_temp.made(kind, owner, asker), client, 'self', now(),
               CASE WHEN kind = 2 AND owner = \(Owner.ended.rawValue) THEN 'completed' ELSE 'active' END, 'soon', true,
               sha256('') || sha256('') || sha256('')
          FROM spot, (VALUES (2), (25)) AS r (kind);
        INSERT INTO referral (id, client_id, source, received_at, status)
        SELECT pg_temp.made(29, owner, asker), client, 'self', now(), 'on-hold' FROM spot;
        INSERT INTO safety_task (id, referral_id, reason, due_at)
        SELECT pg_temp.made(12, owner, asker), pg_temp.made(29, owner, asker), 'flag_words', now() FROM spot;
        INSERT INTO concept (code, label_en) VALUES ('sleep', 'Sleep');
        INSERT INTO specialty (therapist_id, concept_code, level, focus, verified_by, verified_on)
        SELECT id, 'sleep', 3, true, 'Test College', '2025-01-01' FROM therapist;
        INSERT INTO referral_concern (referral_id, concept_code, weight)
        SELECT pg_temp.made(2, owner, asker), 'sleep', 10000 FROM spot;
        INSERT INTO referral_need (referral_id, kind, value, importance)
        SELECT pg_temp.made(2, owner, asker), 'language', 'en', 'wish' FROM spot;
        INSERT INTO referral_doubt (referral_id, number, field, code, message)
        SELECT pg_temp.made(2, owner, asker), 1, 'concerns', 'referral.concern_unknown', 'Concern 1 is not known.' FROM spot;
        INSERT INTO triage (id, referral_id, urgency, safety_hold, reason, decided_by, decided_as)
        SELECT pg_temp.made(26, owner, asker), pg_temp.made(2, owner, asker), 'soon', false, sha256('') || sha256('') || sha256(''), '\(mika)', 'intake' FROM spot;
        INSERT INTO referral_claim (referral_id, claimed_by, claimed_as, name, ends_at, taken_from, taken_from_name)
        SELECT pg_temp.made(2, owner, asker), '\(mika)', 'intake', 'Mika', now() + interval '1 hour', '\(TestClinic.tomasz)', 'Tomasz'
          FROM spot WHERE owner = \(Owner.hers.rawValue);
        INSERT INTO proposal (id, referral_id, client_id, therapist_id, appointment_id, place_id, expires_at, score, policy_version,
                              input_hash, explanation, decided_by, decided_as, status)
        SELECT pg_temp.made(3, owner, asker), pg_temp.made(CASE owner WHEN \(Owner.ended.rawValue) THEN 2 ELSE 25 END, owner, asker), client, therapist, pg_temp.made(23, owner, asker),
               pg_temp.made(24, owner, asker), now() + interval '2 days', 5000, 'test', '\\x00', '{}', '\(mika)', 'intake',
               CASE WHEN owner = \(Owner.ended.rawValue) THEN 'accepted' WHEN owner = \(Owner.proposalEnded.rawValue) THEN 'declined'
                    WHEN asker = \(Asker.intake.rawValue) AND owner < 4 THEN 'therapist-accepted' ELSE 'proposed' END FROM spot;
        INSERT INTO match_input (input_hash, referral_id, client_id, policy_version, facts)
        SELECT sha256(number::text::bytea), pg_temp.made(25, owner, asker), client, 'test', sha256('') FROM spot;
        INSERT INTO early_check (id, client_id, therapist_id, referral_id)
        SELECT pg_temp.made(13, owner, asker), client, therapist, pg_temp.made(2, owner, asker) FROM spot;
        INSERT INTO rematch (id, referral_id, client_id, therapist_id, stays, decided_by, decided_as)
        SELECT gen_random_uuid(), pg_temp.made(25, owner, asker), client, '\(mika)', true, '\(mika)', 'intake' FROM spot;
        INSERT INTO consent (id, client_id, kind, basis, given_at)
        SELECT pg_temp.made(29, owner, asker), client, 'sharing', 'verbal', now() FROM spot;
        INSERT INTO external_service (id, name, kind, contact, region, checked_on)
        VALUES ('\(TestClinic.session)', 'Elsewhere', 'peer', '250-555-0101', 'Kamloops', current_date);
        INSERT INTO external_service (id, name, kind, contact, region, checked_on)
        SELECT pg_temp.made(15, owner, asker), 'Elsewhere ' || number, 'peer', '250-555-0101', 'Kamloops', current_date FROM spot;
        INSERT INTO referral_out (id, referral_id, client_id, service_id, consent_id, fields, packet, decided_by, decided_as)
        SELECT pg_temp.made(14, owner, asker), pg_temp.made(2, owner, asker), client, pg_temp.made(15, owner, asker),
               pg_temp.made(29, owner, asker), '{reference}', sha256(''), '\(mika)', 'intake' FROM spot;
        INSERT INTO allocation (id, mode, urgency, service_id, answer_hours, policy_version, as_of, total_fit, envious_pairs, stability_price, gini,
                                set_aside, proven, certificate, decided_by, decided_as)
        SELECT pg_temp.made(16, owner, asker), 'utilitarian', 'urgent', '\(TestClinic.session)', 72, 'test', now(), 0, 0, 0, 0, 0, true, 'valid',
               '\(mika)', 'intake' FROM spot;
        INSERT INTO allocation_line (allocation_id, referral_id, client_id, place, priority, urgency, therapist_id, start_at, format, score, rank,
                                     matches, facts_hash, unavailable, waits)
        SELECT pg_temp.made(16, owner, asker), pg_temp.made(kind, owner, asker), client, kind, 5000, 'soon',
               CASE kind WHEN 2 THEN therapist END, CASE kind WHEN 2 THEN '\(Ahead.soon)T00:00Z'::timestamptz END,
               CASE kind WHEN 2 THEN 'online' END, CASE kind WHEN 2 THEN 5000 END, CASE kind WHEN 2 THEN 1 END, 1, sha256(''),
               CASE kind WHEN 2 THEN '{}' ELSE ARRAY[therapist] END, CASE kind WHEN 2 THEN NULL ELSE 'no_place' END
          FROM spot, (VALUES (2), (25)) AS r (kind);
        INSERT INTO allocation_team (allocation_id, therapist_id, places, intense, facts_hash)
        SELECT pg_temp.made(16, owner, asker), therapist, 1, 1, sha256('') FROM spot;
        INSERT INTO allocation_edit (allocation_id, referral_id, client_id, kind, therapist_id, made_by, made_as)
        SELECT pg_temp.made(16, owner, asker), pg_temp.made(2, owner, asker), client, 'pin', therapist, '\(mika)', 'intake' FROM spot;
        INSERT INTO referral_ending (id, referral_id, client_id, outcome, decided_by, decided_as)
        SELECT gen_random_uuid(), pg_temp.made(25, owner, asker), client, 'withdrawn', '\(mika)', 'intake' FROM spot;
        INSERT INTO article (id, slug) VALUES ('\(TestClinic.id(40))', 'settling');
        INSERT INTO article_version (id, article_id, number, language, title, source, source_kind, sha256)
        VALUES ('\(given)', '\(TestClinic.id(40))', 1, 'en', 'Settling', '# Settling', 'markdown', sha256('1')),
               ('\(toGive)', '\(TestClinic.id(40))', 2, 'en', 'Settling', '# Settling again', 'markdown', sha256('2'));
        INSERT INTO handout (id, client_id, therapist_id, version_id)
        SELECT pg_temp.made(5, owner, asker), client, therapist, '\(given)' FROM spot;
        INSERT INTO handout_link (id, handout_id, client_id, token_hash, expires_at, uses_left)
        SELECT pg_temp.made(27, owner, asker), pg_temp.made(5, owner, asker), client,
               sha256(convert_to(CASE asker WHEN \(Asker.linkLikeToken.rawValue) THEN '\(Token.sessionPrefix)' ELSE '' END
                                 || 'link-' || owner || '-' || asker, 'UTF8')), now() + interval '2 days', 9
          FROM spot;
        ALTER TABLE access_token DROP CONSTRAINT access_token_role_known;
        INSERT INTO access_token (id, token_hash, role, subject_id, label)
        VALUES (gen_random_uuid(), sha256('\(clientToken)'), 'client', pg_temp.made(1, \(Owner.hers.rawValue), \(Asker.client.rawValue)), 'test');
        INSERT INTO message (id, client_id, contact_point_id, kind, subject, body)
        SELECT pg_temp.made(28, owner, asker), client, pg_temp.made(20, owner, asker), 'test', 'A message', sha256('') FROM spot;
        """

    /// Owner, therapist, kind, from and until, in days from now.
    private static let care: String = {
        let rows: [(Owner, UUID, String, String, String)] = [
            (.hers, TestClinic.amara, "primary", "0 days", "3000 days"),
            (.ended, TestClinic.amara, "primary", "-400 days", "-1 days"),
            (.covered, TestClinic.amara, "cover", "-1 days", "7 days"),
            (.coverEnded, TestClinic.amara, "cover", "-30 days", "-1 days"),
            (.coverAhead, TestClinic.amara, "cover", "7 days", "30 days"),
            (.supervised, TestClinic.amara, "supervision", "-1 days", "30 days"),
            (.supervisionEnded, TestClinic.amara, "supervision", "-30 days", "-1 days"),
            (.proposed, TestClinic.amara, "proposed", "-1 days", "2 days"),
            (.proposalEnded, TestClinic.amara, "proposed", "-3 days", "-1 days"),
        ]
        let tomaszs = Owner.ofTomasz.map { ($0, TestClinic.tomasz, "primary", "-10 days", "3000 days") }
        return (rows + tomaszs).map { "(\($0.0.rawValue), '\($0.1)', '\($0.2)', '\($0.3)', '\($0.4)')" }.joined(separator: ", ")
    }()
}
