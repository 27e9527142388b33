public import Access
internal import Clients
public import Clinic
public import Database
internal import Therapists

extension ReferralOutcome: DatabaseValue {}

extension Act {
    /// Closes a referral that nobody here will see: what is proposed in it is taken back.
    /// - Parameter outcome: one of ``ReferralOutcome/closings``.
    /// - Returns: the referral's new version.
    /// - Throws: `ReferralRefusal`: not found, stale, not by this role, closed already.
    @discardableResult
    public func closeReferral(_ id: Referral.ID, _ outcome: ReferralOutcome, version: Int? = nil) async throws -> Int {
        try await requireIntake()
        guard ReferralOutcome.closings.contains(outcome) else {
            throw ReferralRefusal.invalid(field: "outcome", problem: "this follows from what happens, and is not chosen.")
        }
        let referral = try await lockReferral(id, version: version)
        guard referral.standing.status.allows(.revoked) else { throw ReferralRefusal.closed }
        try await endOpenProposals(of: referral)
        let answer = try await query(SQL.moveReferral(id, ReferralStatus.revoked.rawValue))
        try await noteEnding(of: referral, outcome)
        try await record(
            "referral.revoked", subject: id.uuid, client: referral.client.uuid, details: ["outcome": outcome.rawValue])
        return try answer.first { row throws(DatabaseError) in try row.next(Int.self) } ?? referral.version
    }

    func noteEnding(of referral: Referral, _ outcome: ReferralOutcome, with therapist: Therapist.ID? = nil) async throws {
        _ = try await query(
            SQL.addReferralEnding(newID(), referral.id, referral.client, outcome.rawValue, therapist))
    }
}

extension Querying {
    /// How matching went for referrals that arrived, proposals that were made and endings within `span`; caseloads as they are now. For the
    /// lead and the operator: others are given nothing.
    /// - Throws: `ReferralRefusal.notByThisRole`.
    public func matchingReport(over span: TimeRange) async throws -> MatchingReport {
        guard [.lead, .operator].contains(try await actor.role) else { throw ReferralRefusal.notByThisRole }
        let answers = try await queries([
            SQL.reportReferrals(span.start, span.end), SQL.reportProposals(span.start, span.end),
            SQL.reportEndings(span.start, span.end), SQL.reportCaseloads(), SQL.reportGroups(span.start, span.end),
        ])
        guard answers.count == 5 else { throw DatabaseError(.rowCount(answers.count), statement: SQL.reportReferrals.name) }
        var facts = ReportFacts()
        facts.targets = try await waitTargets()
        facts.arrivals = try answers[0].map { row throws(DatabaseError) in
            ReportFacts.Arrival(
                urgency: try row.nextOptional(), isIntense: try row.next(), score: try row.nextOptional(),
                wishes: try row.nextOptional(), seconds: try row.nextOptional(), attended: try row.nextOptional(),
                groups: [
                    .clientKind: try row.next(), .language: try row.next(), .source: try row.next(),
                ])
        }
        facts.proposals = try answers[1].map { row throws(DatabaseError) in
            ReportFacts.ProposalCount(
                status: try row.next(), side: try row.nextOptional(), code: try row.nextOptional(), isOverride: try row.next(),
                count: try row.next())
        }
        let endings = try answers[2].map { row throws(DatabaseError) in
            (try row.next(ReferralOutcome.self), try row.next(Int.self))
        }
        facts.endings = Dictionary(endings) { first, _ in first }
        facts.caseloads = try answers[3].map { row throws(DatabaseError) in
            (capacity: try row.next(Int.self), taken: try row.next(Int.self), intense: try row.next(Int.self))
        }
        facts.answers = try answers[4].map { row throws(DatabaseError) in
            ReportFacts.GroupAnswers(
                attribute: try row.next(), code: try row.next(), answered: try row.next(), declined: try row.next())
        }
        return MatchingReport(facts, over: span)
    }
}

extension MatchingReport.Attribute: DatabaseValue {}
