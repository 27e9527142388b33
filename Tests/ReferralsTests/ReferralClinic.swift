import Access
import Appointments
import Clients
import Clinic
import Database
import TestKit
import Therapists

@testable import Referrals

/// The test clinic with a vocabulary, specialties, and referrals: Amara leads with complex trauma, Tomasz is trained in it.
struct ReferralClinic: Sendable {
    let clinic: TestClinic
    let zones = ZoneCatalogue()
    static let zone = ZoneID("America/Vancouver") ?? .utc
    static let service = Service.ID(TestClinic.session)
    static let amara = Therapist.ID(TestClinic.amara), tomasz = Therapist.ID(TestClinic.tomasz)

    static func open() async throws -> ReferralClinic {
        let clinic = try await TestClinic.open()
        try await clinic.act(as: .operator) { act in
            for statement in founding { _ = try await act.query(statement) }
            try await act.record("clinic.founded")
        }
        return ReferralClinic(clinic: clinic)
    }

    func close() async { await clinic.close() }

    private static let founding: [Bound] = [
        Statement(
            "ReferralsTests/concepts", sent: .lease,
            """
            INSERT INTO concept (code, label_en, broader)
            VALUES ('trauma', 'Trauma', NULL), ('cptsd', 'Complex trauma', 'trauma'), ('grief', 'Grief', NULL), ('panic', 'Panic', NULL)
            """)(),
        Statement(
            "ReferralsTests/specialties", sent: .lease,
            """
            INSERT INTO specialty (therapist_id, concept_code, level, focus, verified_by, verified_on)
            VALUES ($1, 'cptsd', 3, true, 'Test College', '2025-01-01'), ($2, 'cptsd', 2, true, 'Test College', '2025-01-01')
            """)(amara, tomasz),
    ]

    static let csv =
        "reference,received_on,source,full_name,email,email_may_write,concerns,must,wish,consent_matching,safety_flag\n"
        + "K1,2026-11-02,self,Elo Test,elo@example.org,yes,C-PTSD,format=in_person,time_of_day=morning,yes,no\n"
        + "K2,2026-11-03,physician,Bram Test,bram@example.org,yes,complex trauma,,,yes,no\n"
        + "K3,2026-11-04,self,Ida Test,,,my mom died,,,yes,yes\n" + "K4,2026-11-05,self,Uwe Test,,,C-PTSD,,,no,no\n"

    static func file() throws -> ReferralFile { ReferralFile(Array(csv.utf8), rules: try IntakeTests.rules()) }

    /// Reads the file above; ids by the referrer's number.
    func importFile() async throws -> [String: Referral.ID] {
        let file = try Self.file()
        let done = try await clinic.act(as: .intake) { act in try await act.importReferrals(file, zone: Self.zone) }
        var ids: [String: Referral.ID] = [:]
        for (row, added) in zip(file.rows, done.added) { ids[row.referral.sourceKey ?? ""] = added.referral.id }
        return ids
    }

    /// What is stored, by the referrer's number.
    func ids() async throws -> [String: Referral.ID] {
        let rows = try await clinic.reader(as: .intake).referralBoard()
        return Dictionary(rows.compactMap { row in row.referral.sourceKey.map { ($0, row.referral.id) } }) { first, _ in first }
    }

    /// A referral that may be proposed.
    func triaged(_ name: String = "K1") async throws -> Referral.ID {
        let ids = try await importFile()
        guard let id = ids[name] else { throw ReferralRefusal.notFound }
        try await triage(id)
        return id
    }

    func triage(_ id: Referral.ID, _ urgency: Urgency = .soon) async throws {
        try await clinic.act(as: .intake) { act in
            _ = try await act.triageReferral(id, TriageDecision(.urgency(urgency), reason: "Spoke with the client"))
        }
    }

    func matches(_ id: Referral.ID) async throws -> ReferralMatches {
        let zones = zones
        return try await clinic.reader(as: .intake).matches(for: id, service: Self.service, zones: zones)
    }

    func propose(_ id: Referral.ID, _ therapist: Therapist.ID = amara, reason: String? = "Asked for by the client") async throws
        -> Proposal
    {
        let zones = zones
        return try await clinic.act(as: .intake) { act in
            try await act.propose(
                NewProposal(referral: id, therapist: therapist, service: Self.service, overrideReason: reason), zones: zones)
        }
    }

    /// One act proposes whoever is next.
    func next(_ ended: Proposal.ID, _ seen: Therapist.ID? = nil) async throws -> Proposal {
        let zones = zones
        return try await clinic.act(as: .intake) { act in
            try await act.proposeNext(after: ended, NextProposal(seen, service: Self.service), zones: zones)
        }
    }

    /// Everything that is held has run out.
    func runOut() async throws {
        // Nobody may change when a proposal ends, so its schema's owner does.
        try await clinic.database.owner.script(
            """
            BEGIN; SELECT act_as('operator', '\(TestClinic.id(99))', NULL);
            UPDATE proposal SET expires_at = now() - interval '1 second' WHERE status = 'proposed'; COMMIT;
            """)
        try await change("UPDATE caseload_place SET held_until = now() - interval '1 second' WHERE status = 'held'")
        try await change("UPDATE appointment SET hold_until = now() - interval '1 second' WHERE status = 'proposed'")
        try await change(
            """
            UPDATE care_relationship SET during = tstzrange(lower(during), greatest(now() - interval '1 second', lower(during) + interval '1 ms'))
             WHERE kind = 'proposed' AND upper(during) > now()
            """)
    }

    func number(_ sql: StaticString, _ values: (any DatabaseEncodable)?...) async throws -> Int {
        let bound = Bound(Statement(sql, sent: .lease, sql), values)
        return try await clinic.act(as: .operator) { act in
            try await act.record("test.counted")
            return try await act.query(bound).value(Int.self)
        }
    }

    func change(_ sql: StaticString, _ values: (any DatabaseEncodable)?...) async throws {
        let bound = Bound(Statement(sql, sent: .lease, sql), values)
        try await clinic.act(as: .operator) { act in
            _ = try await act.query(bound)
            try await act.record("test.changed")
        }
    }

    /// What `body` refuses with; nil when it does not.
    func refusal(_ body: () async throws -> Void) async throws -> ReferralRefusal? {
        do {
            try await body()
            return nil
        } catch let refusal as ReferralRefusal { return refusal }
    }
}
