import Access
import Clinic
import Database
import TestKit
import Testing
import Therapists

@testable import Referrals

@Suite("Questionnaires beside a referral", .serialized)
struct AssessmentTests {
    private static let today = Invented.today

    private static func add(
        _ clinic: ReferralClinic, _ entry: InstrumentEntry, to id: Referral.ID, as role: Role = .intake
    ) async throws -> Assessment {
        try await clinic.clinic.act(as: role) { act in
            try await act.addAssessment(NewAssessment(entry, takenOn: today), to: id, today: today)
        }
    }

    private static func whole(_ match: Match) -> String {
        "\(match.rank) \(match.therapist) \(match.score) "
            + match.contributions.map { "\($0.factor)=\($0.points): \($0.text)" }.joined(separator: ";")
    }

    @Test("are kept sealed, read back scored, and change neither urgency nor rank")
    func kept() async throws {
        let clinic = try await ReferralClinic.open()
        let id = try await clinic.triaged()
        let before = try await clinic.matches(id)
        let itq = try InstrumentEntry(.itq, answers: Array(repeating: 3, count: 18))
        _ = try await Self.add(clinic, itq, to: id)
        _ = try await Self.add(clinic, .total(.pcl5, 70), to: id, as: .lead)
        let found = try await clinic.clinic.reader(as: .intake).assessments(of: id)
        #expect(found.map(\.instrument) == [.pcl5, .itq] && found.map(\.enteredAs) == ["lead", "intake"])
        #expect(found.last?.entry == itq && found.last?.score?.band == "cptsd")
        let after = try await clinic.matches(id)
        // The moment of asking is part of a ranking's hash; nothing else of it may differ.
        #expect(after.ranking.matches(limit: 100).map(Self.whole) == before.ranking.matches(limit: 100).map(Self.whole))
        #expect(!after.ranking.matches(limit: 100).isEmpty)
        #expect(after.folder.referral == before.folder.referral)
        let plain = try await clinic.number("SELECT count(*) FROM assessment WHERE position('total 70'::bytea in result) > 0")
        #expect(plain == 0)
        await clinic.close()
    }

    @Test("an answer that raises a flag takes the referral to a hold, with what was proposed; nothing else of it changes")
    func flag() async throws {
        let clinic = try await ReferralClinic.open()
        let id = try await clinic.triaged()
        let proposal = try await clinic.propose(id)
        _ = try await Self.add(clinic, try InstrumentEntry(.phq9, answers: Array(repeating: 0, count: 8) + [1]), to: id)
        let folder = try await clinic.clinic.reader(as: .intake).referral(id)
        #expect(
            folder.referral.standing == ReferralStanding(status: .onHold, safetyHold: true, urgency: .soon, matchingConsent: true)
        )
        #expect(folder.referral.safetyReason == "flag_phq9_item9")
        #expect(folder.proposals.map(\.status) == [.withdrawn] && folder.proposals.first?.id == proposal.id)
        #expect(try await clinic.refusal { _ = try await clinic.matches(id) } == .onSafetyHold)
        await clinic.close()
    }

    @Test("are read by intake and by those who care for the client; sums are shut to a lead without a reason")
    func readers() async throws {
        let clinic = try await ReferralClinic.open()
        let id = try await clinic.triaged()
        _ = try await Self.add(clinic, .total(.gad7, 12), to: id)
        let lead = try await clinic.clinic.reader(as: .lead).assessments(of: id)
        #expect(lead.map(\.instrument) == [.gad7] && lead.first?.entry == nil)
        #expect(try await clinic.clinic.reader(as: .worker).assessments(of: id).isEmpty)
        for role in [Role.therapist, .frontDesk] {
            #expect(
                try await clinic.refusal { _ = try await clinic.clinic.reader(as: role).assessments(of: id) } == .notFound,
                "\(role)")
        }
        _ = try await clinic.propose(id)
        #expect(try await clinic.clinic.reader(as: .therapist).assessments(of: id).first?.score?.band == "moderate")
        #expect(
            try await clinic.refusal { _ = try await Self.add(clinic, .total(.gad7, 1), to: id, as: .therapist) }
                == .notByThisRole)
        await clinic.close()
    }

    @Test("come with a form as totals or answers, and what cannot be one is told by its column")
    func form() async throws {
        let head = "reference,full_name,concerns,consent_matching,phq-9,gad7,itq\n"
        let file = try IntakeTests.read(
            head + "P1,One Test,grief,yes,0 0 0 0 0 0 0 0 2,9,\n" + "P2,Two Test,grief,yes,12,,\n"
                + "P3,Three Test,grief,yes,40,,17\n")
        #expect(
            file.problems.map { "\($0.line):\($0.name ?? "") \($0.code)" } == [
                "4:phq-9 assessment.total_out_of_range", "4:itq assessment.no_total",
            ]
                || file.problems.map { "\($0.line):\($0.name ?? "") \($0.code)" } == [
                    "4:phq9 assessment.total_out_of_range", "4:itq assessment.no_total",
                ])
        #expect(file.rows.map(\.referral.flags) == [[.itemNine], []])
        #expect(file.rows.map { $0.doubts.map(\.code) } == [[], ["referral.safety_item_open"]])
        let clinic = try await ReferralClinic.open()
        let done = try await clinic.clinic.act(as: .intake) { try await $0.importReferrals(file, zone: ReferralClinic.zone) }
        #expect(done.added.map(\.referral.isHeld) == [true, false])
        let id = try #require(done.added.first?.referral.id)
        let found = try await clinic.clinic.reader(as: .intake).assessments(of: id)
        #expect(Set(found.map(\.instrument)) == [.phq9, .gad7])
        await clinic.close()
    }

    @Test("are never filled in on a day that is still to come, and are not rewritten")
    func fixed() async throws {
        let clinic = try await ReferralClinic.open()
        let id = try await clinic.triaged()
        await #expect(throws: AssessmentRefusal.dateInFuture) {
            try await clinic.clinic.act(as: .intake) { act in
                _ = try await act.addAssessment(
                    NewAssessment(.total(.gad7, 3), takenOn: Self.today.adding(days: 1)), to: id, today: Self.today)
            }
        }
        _ = try await Self.add(clinic, .total(.gad7, 12), to: id)
        await #expect(throws: DatabaseError.self) { try await clinic.change("UPDATE assessment SET instrument = 'phq9'") }
        await clinic.close()
    }
}
