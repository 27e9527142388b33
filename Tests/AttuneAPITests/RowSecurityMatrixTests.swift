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
    /// her calendar (`t`), or what belongs to a file that she has opened (`g`), or her own part in somebody's care (`r`; `a`: all there is of that). L lead, I intake, F front desk, T therapist, W worker, X integration, O operator.
    private static let tables: [(name: String, clients: Statement, seers: String)] = [
        ("client", Statement("RLS/client", sent: .lane, "SELECT id FROM client"), "L I F Tc W O"),
        (
            "client_key", Statement("RLS/client_key", sent: .lane, "SELECT client_id FROM client_key WHERE class = 'office'"),
            "L I F Tc W O"
        ),
        (
            "client_key", Statement("RLS/clinical_key", sent: .lane, "SELECT client_id FROM client_key WHERE class = 'clinical'"),
            "Lg I Tc O"
        ),
        ("contact_point", Statement("RLS/contact_point", sent: .lane, "SELECT client_id FROM contact_point"), "L I F Tc W O"),
        ("consent", Statement("RLS/consent", sent: .lane, "SELECT client_id FROM consent"), "L I F Tc W O"),
        ("message", Statement("RLS/message", sent: .lane, "SELECT client_id FROM message"), "L I F Tc W O"),
        ("appointment", Statement("RLS/appointment", sent: .lane, "SELECT client_id FROM appointment"), "L I F Tt W O"),
        ("proposal", Statement("RLS/proposal", sent: .lane, "SELECT client_id FROM proposal"), "L I Tt W O"),
        ("match_input", Statement("RLS/match_input", sent: .lane, "SELECT client_id FROM match_input"), "L I O"),
        ("caseload_place", Statement("RLS/caseload_place", sent: .lane, "SELECT client_id FROM caseload_place"), "L I Tt W O"),
        ("referral", Statement("RLS/referral", sent: .lane, "SELECT client_id FROM referral"), "L I Tc W O"),
        ("handout", Statement("RLS/handout", sent: .lane, "SELECT client_id FROM handout"), "Lg Tc O"),
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

    /// The word for this role: "L", "Tc"; nil where it sees nothing.
    private static func rule(_ seers: String, _ letter: Character) -> Substring? {
        seers.split(separator: " ").first { $0.first == letter }
    }

    private static func isSeen(_ owner: Owner, by therapist: Asker, _ rule: Substring?) -> Bool {
        guard let rule else { return false }
        return switch rule.dropFirst() {
        case "c": owner.isSeen(by: therapist, as: .client)
        case "g": owner == .hers
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
