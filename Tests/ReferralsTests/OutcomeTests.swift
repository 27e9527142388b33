import Access
import Clinic
import Database
import TestKit
import Testing
import Therapists

@testable import Referrals

@Suite("How referrals end")
struct OutcomeTests {
    @Test(
        "no cell of 1 to 10 is told, nor follows from what is: 20,000 random tables, by enumeration of what an onlooker may infer"
    )
    func suppression() {
        let seed = UInt64.random(in: .min ... .max)
        var state = seed
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        for _ in 0..<20_000 {
            let cells = (0..<(1 + random(6))).map { _ in [0, random(12), random(40), random(200)][random(4)] }
            let told = SmallCells.suppressed(cells)
            let hidden = cells.indices.filter { told.cells[$0] == nil }
            for index in cells.indices {
                if let cell = told.cells[index] { #expect(cell == cells[index] && !SmallCells.isSmall(cell), "seed \(seed)") }
            }
            #expect(!hidden.contains { cells[$0] == 0 }, "a zero is told: seed \(seed)")
            let rest = hidden.reduce(0) { $0 + cells[$1] }
            // What is left for the hidden ones, if somebody knows the total: none of them alone, and together no small number. But for tables
            // in which nothing else was left to hide.
            let isAll = told.cells.allSatisfy { $0 == nil || $0 == 0 }
            #expect(hidden.isEmpty || isAll || (hidden.count > 1 && !SmallCells.isSmall(rest)), "seed \(seed): \(cells)")
            #expect(told.total == (hidden.isEmpty ? cells.reduce(0, +) : nil))
        }
        #expect(SmallCells.suppressed([30, 5, 40]).cells == [nil, nil, 40])
        #expect(SmallCells.suppressed([5, 0, 0]).total == nil)
        #expect(
            SmallCells.suppressed([3, 4, 0, 90]).cells == [nil, nil, 0, nil]
                && SmallCells.suppressed([3, 8, 90]).cells == [nil, nil, 90])
        #expect(SmallCells.suppressed([20, 0, 11]).cells == [20, 0, 11])
    }

    @Test("a share is told only where neither group is small")
    func shares() {
        for whole in 0...60 {
            for part in 0...whole {
                let told = SmallCells.share(part, of: whole)
                let isSafe = whole > 10 && ![part, whole - part].contains { (1...10).contains($0) }
                #expect((told != nil) == isSafe && (told == nil || told == part * 10_000 / whole), "\(part) of \(whole)")
            }
        }
    }

    @Test("percentiles are nearest ranks, and the Gini is what its definition says")
    func statistics() {
        let values = Array(1...20)
        #expect(MatchingReport.rank(50, of: values) == 10 && MatchingReport.rank(95, of: values) == 19)
        #expect(MatchingReport.rank(10, of: values) == 2 && MatchingReport.rank(50, of: [7]) == 7)
        #expect(MatchingReport.rank(50, of: []) == nil)
        for values in [[1, 1, 1], [0, 0, 9], [1, 2, 3, 4], [5_000, 10_000, 0, 2_500, 2_500]] {
            var difference = 0
            for one in values { for other in values { difference += abs(one - other) } }
            let count = values.count
            #expect(MatchingReport.gini(values) == difference * 10_000 / (2 * count * values.reduce(0, +)), "\(values)")
        }
        #expect(MatchingReport.gini([]) == nil && MatchingReport.gini([0, 0]) == 0)
    }

    @Test("the report counts what happened, hides what rests on few, and hides it in every figure that tells it")
    func report() throws {
        var facts = ReportFacts()
        for index in 0..<40 {
            facts.arrivals.append(
                .init(
                    urgency: index < 28 ? .routine : .soon, score: 4_000 + index * 100, seconds: (index + 1) * 86_400 + 5,
                    attended: index < 20))
        }
        for _ in 0..<5 { facts.arrivals.append(.init(urgency: .urgent)) }
        facts.proposals = [
            .init(status: .accepted, count: 40), .init(status: .declined, side: .therapist, code: .caseload, count: 15),
            .init(status: .declined, side: .client, code: .fit, count: 4), .init(status: .expired, isOverride: true, count: 20),
            .init(status: .proposed, count: 3), .init(status: .withdrawn, count: 2),
        ]
        facts.endings = [.beganCare: 40, .rematched: 12, .noContact: 3]
        facts.caseloads = [(capacity: 10, taken: 10, intense: 12), (capacity: 20, taken: 20, intense: 3)]
        let span = try TimeRange(start: .epoch, end: .epoch + .hours(24))
        let report = MatchingReport(facts, over: span)
        #expect(report.levels.map(\.began) == [0, 12, 28] && report.began == 40)
        #expect(report.levels[2].medianDays == 14 && report.levels[2].p95Days == 27)
        // All 28 within 42 days; of the soon, none within 14.
        #expect(report.levels[2].withinTarget == 10_000 && report.levels[1].withinTarget == 0)
        #expect(report.levels[0].medianDays == nil && report.levels[0].withinTarget == nil)
        #expect(report.declineShare == 19 * 10_000 / 79 && report.overrideShare == 20 * 10_000 / 84)
        #expect(report.declines.first { $0.code == "client.fit" }?.count == nil)
        #expect(report.declines.first { $0.code == "therapist.caseload" }?.count == nil && report.declined == nil)
        #expect(report.outcomes.first { $0.code == "no_contact" }?.count == nil)
        #expect(report.outcomes.first { $0.code == "rematched" }?.count == nil && report.ended == nil)
        // The share would tell what is hidden beside it.
        #expect(report.rematchShare == nil && report.attendedShare == 5_000)
        facts.endings[.noContact] = nil
        #expect(MatchingReport(facts, over: span).rematchShare == 3_000 && MatchingReport(facts, over: span).ended == 52)
        #expect(report.leastFit == 4_000 && report.tenthFit == 4_300)
        #expect(report.intenseShare == 5_000 && report.utilisationGini == 0)
        let nobody = MatchingReport(ReportFacts(), over: span)
        #expect(nobody.began == 0 && nobody.attendedShare == nil && nobody.leastFit == nil && nobody.utilisationGini == nil)
    }

    @Test(
        "groups are told side by side, each attribute a table of its own, and none of few; wishes met are an average of those who wished"
    )
    func groups() throws {
        var facts = ReportFacts()
        for index in 0..<60 {
            facts.arrivals.append(
                .init(
                    urgency: .routine, score: index < 40 ? 6_000 : 5_000, wishes: index.isMultiple(of: 2) ? 8_000 : nil,
                    seconds: (index < 40 ? 10 : 20) * 86_400 + index,
                    groups: [.clientKind: index < 40 ? "adult" : "youth", .language: index < 55 ? "en" : "fr", .source: "self"]))
        }
        // Who waits still is of no group's figures.
        facts.arrivals.append(.init(urgency: .routine, groups: [.clientKind: "youth", .language: "fr", .source: "self"]))
        facts.answers = [
            .init(attribute: .clientKind, code: "adult", answered: 40, declined: 20),
            .init(attribute: .clientKind, code: "youth", answered: 30, declined: 12),
            .init(attribute: .language, code: "en", answered: 60, declined: 30),
            .init(attribute: .language, code: "fr", answered: 10, declined: 2),
        ]
        let report = MatchingReport(facts, over: try TimeRange(start: .epoch, end: .epoch + .hours(24)))
        func group(_ code: String) throws -> MatchingReport.Group { try #require(report.groups.first { $0.code == code }) }
        let (adult, youth) = (try group("adult"), try group("youth"))
        #expect(report.groups.map(\.code) == ["adult", "youth", "en", "fr", "self"])
        #expect(adult.began == 40 && adult.medianDays == 10 && adult.medianFit == 6_000 && adult.declineShare == 5_000)
        #expect(youth.began == 20 && youth.medianDays == 20 && youth.medianFit == 5_000 && youth.declineShare == 4_000)
        // Five speak French: neither they nor, by subtraction, the others are told.
        for code in ["en", "fr"] {
            let one = try group(code)
            #expect([one.began, one.medianDays, one.medianFit, one.declineShare].allSatisfy { $0 == nil }, "\(code)")
        }
        #expect(try group("self").began == 60 && report.preferenceCoverage == 8_000)
        #expect(MatchingReport(ReportFacts(), over: report.span).groups.isEmpty)
    }

    @Test("each ending is a row: care that began, matched again, closed by a person; and the lead alone is given the report")
    func endings() async throws {
        let here = try await ReferralClinic.open()
        let zones = here.zones
        let (id, _) = try await here.begun()
        try await here.clinic.act(as: .intake) { act in _ = try await act.rematch(id, care: .endsNow, zones: zones) }
        let chosen = try await here.refusal {
            _ = try await here.clinic.act(as: .intake) { act in try await act.closeReferral(id, .beganCare) }
        }
        #expect(chosen?.field == "/outcome")
        let proposal = try await here.propose(id, ReferralClinic.tomasz)
        try await here.clinic.act(as: .intake) { act in _ = try await act.closeReferral(id, .noContact) }
        #expect(try await here.clinic.reader(as: .intake).proposal(proposal.id).status == .withdrawn)
        #expect(
            try await here.refusal {
                _ = try await here.clinic.act(as: .intake) { act in try await act.closeReferral(id, .withdrawn) }
            } == .closed)
        let outcomes: StaticString = """
            SELECT count(*) FROM (SELECT string_agg(outcome, ' ' ORDER BY ended_at) AS all_of_them FROM referral_ending) e
             WHERE all_of_them = 'began_care rematched no_contact'
            """
        #expect(try await here.number(outcomes) == 1)
        let now = try await here.clinic.reader(as: .lead).now
        let span = try TimeRange(start: now - .hours(24 * 60), end: now + .hours(1))
        let report = try await here.clinic.reader(as: .lead).matchingReport(over: span)
        // Three endings are few: nothing of them is told.
        #expect(report.ended == nil && report.outcomes.allSatisfy { $0.count == nil || $0.count == 0 })
        #expect(report.began == nil && report.leastFit == nil && report.preferenceCoverage == nil)
        #expect(Set(report.groups.map(\.attribute)) == Set(MatchingReport.Attribute.allCases))
        #expect(report.groups.allSatisfy { $0.began == nil || $0.began == 0 })
        for role in [Role.intake, .therapist, .frontDesk] {
            let refused = try await here.refusal { _ = try await here.clinic.reader(as: role).matchingReport(over: span) }
            #expect(refused == .notByThisRole)
        }
        await here.close()
    }
}
