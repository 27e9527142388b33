public import Clinic

/// How matching went over a span of time (matching specification 5.7), for the clinical lead. Every count and share of clients obeys
/// ``SmallCells``: nil is hidden, or nobody.
public struct MatchingReport: Sendable, Hashable {
    /// How long those of one urgency waited.
    public struct Level: Sendable, Hashable {
        public let urgency: Urgency
        /// Of those who arrived in the span, who have a first session.
        public let began: Int?
        /// From arrival to the first session, in whole days.
        public let medianDays: Int?
        public let p95Days: Int?
        /// The clinic's own, as it is now.
        public let targetHours: Int
        /// Share within the target, in basis points.
        public let withinTarget: Int?
    }

    /// How many of one kind.
    public struct Count: Sendable, Hashable {
        public let code: String
        public let count: Int?
    }

    /// By what people are compared: what the clinic knows of them and matching could treat unlike.
    public enum Attribute: String, Sendable, Hashable, CaseIterable {
        case clientKind = "client_kind"
        /// In which they would rather speak, without the country.
        case language
        /// Who referred them.
        case source
    }

    /// How those of one group fared: a gap between groups is a question, not an answer.
    public struct Group: Sendable, Hashable {
        public let attribute: Attribute
        /// `adult`, `fr`, `physician`.
        public let code: String
        /// As in ``Level``.
        public let began: Int?
        public let medianDays: Int?
        /// Median score of the accepted matches of those who began.
        public let medianFit: Int?
        /// As in the whole.
        public let declineShare: Int?
    }

    public let span: TimeRange
    /// Most urgent first.
    public let levels: [Level]
    public let began: Int?
    /// Endings within the span, by code.
    public let outcomes: [Count]
    public let ended: Int?
    /// Declined proposals made within the span, by whose no and the code that everybody may know: `client.fit`.
    public let declines: [Count]
    public let declined: Int?
    /// Shares in basis points. Declined, of proposals that were answered or ran out.
    public let declineShare: Int?
    /// Where a person chose another than the first, of all proposals.
    public let overrideShare: Int?
    /// Matched again, of care that began.
    public let rematchShare: Int?
    /// First sessions that were attended, of those that were attended or missed.
    public let attendedShare: Int?
    /// Scores of accepted matches, 0…10,000.
    public let leastFit: Int?
    public let tenthFit: Int?
    /// How much of what clients wished their accepted matches meet, on average over those who wished something, in basis points.
    public let preferenceCoverage: Int?
    /// By attribute, then by code.
    public let groups: [Group]
    /// Of high-intensity work, of all places that are taken now.
    public let intenseShare: Int?
    /// How unevenly caseloads are filled now: 0 all alike, 10,000 one has everything. About therapists, so nothing is hidden.
    public let utilisationGini: Int?
}

/// What a report is made from.
struct ReportFacts: Sendable, Hashable {
    struct Arrival: Sendable, Hashable {
        var urgency: Urgency?
        var isIntense = false
        /// Of the match that was accepted first; nil where none was.
        var score: Int?
        /// How much of the client's wishes it meets, in basis points; nil also where there were none.
        var wishes: Int?
        var seconds: Int?
        /// Nil: not yet, or cancelled.
        var attended: Bool?
        var groups: [MatchingReport.Attribute: String] = [:]
    }

    struct GroupAnswers: Sendable, Hashable {
        var attribute: MatchingReport.Attribute
        var code: String
        /// Or ran out.
        var answered: Int
        var declined: Int
    }

    struct ProposalCount: Sendable, Hashable {
        var status: ProposalStatus
        var side: ProposalSide?
        var code: DeclineCode?
        var isOverride = false
        var count: Int
    }

    var arrivals: [Arrival] = []
    var targets = WaitTargets.standard
    var proposals: [ProposalCount] = []
    var endings: [ReferralOutcome: Int] = [:]
    var answers: [GroupAnswers] = []
    /// Capacity, taken, and of it high-intensity, of each therapist.
    var caseloads: [(capacity: Int, taken: Int, intense: Int)] = []

    static func == (one: ReportFacts, other: ReportFacts) -> Bool {
        one.arrivals == other.arrivals && one.proposals == other.proposals && one.endings == other.endings
            && one.answers == other.answers
            && one.caseloads.elementsEqual(other.caseloads, by: ==)
    }
    func hash(into hasher: inout Hasher) { hasher.combine(arrivals) }
}

extension MatchingReport {
    /// Pure.
    init(_ facts: ReportFacts, over span: TimeRange) {
        self.span = span
        let waits = Dictionary(
            grouping: facts.arrivals.compactMap { arrival in
                arrival.urgency.flatMap { urgency in arrival.seconds.map { (urgency, max(0, $0)) } }
            }, by: \.0
        ).mapValues { $0.map(\.1).sorted() }
        let counts = SmallCells.suppressed(Urgency.allCases.map { waits[$0]?.count ?? 0 })
        began = counts.total
        levels = zip(Urgency.allCases, counts.cells).map { urgency, count in
            // What rests on few, or on how many is not told, is not told.
            let seconds = (count ?? 0) >= SmallCells.smallest ? waits[urgency] ?? [] : []
            let days = seconds.map { $0 / 86_400 }
            let hours = WaitLevel(rawValue: urgency.rawValue).map { facts.targets[$0] } ?? 0
            return Level(
                urgency: urgency, began: count, medianDays: Self.rank(50, of: days), p95Days: Self.rank(95, of: days),
                targetHours: hours,
                withinTarget: SmallCells.share(seconds.count { $0 <= hours * 3_600 }, of: seconds.count))
        }
        let endings = SmallCells.suppressed(ReferralOutcome.allCases.map { facts.endings[$0] ?? 0 })
        outcomes = zip(ReferralOutcome.allCases, endings.cells).map { Count(code: $0.rawValue, count: $1) }
        ended = endings.total

        func number(_ isCounted: (ReportFacts.ProposalCount) -> Bool) -> Int {
            facts.proposals.reduce(0) { $0 + (isCounted($1) ? $1.count : 0) }
        }
        let kinds = ProposalSide.allCases.flatMap { side in
            DeclineCode.allCases.filter { $0 == $0.told }.map { (side, $0) }
        }
        let declines = SmallCells.suppressed(kinds.map { kind in number { $0.side == kind.0 && $0.code == kind.1 } })
        self.declines = zip(kinds, declines.cells).map { Count(code: "\($0.0.rawValue).\($0.1.rawValue)", count: $1) }
        declined = declines.total
        declineShare = SmallCells.share(
            number { $0.status == .declined }, of: number { !$0.status.isOpen && $0.status != .withdrawn })
        overrideShare = SmallCells.share(number(\.isOverride), of: number { _ in true })
        // Of cells that are told: a share of hidden ones would tell them.
        let told = Dictionary(zip(ReferralOutcome.allCases, endings.cells)) { first, _ in first }
        rematchShare = (told[.beganCare] ?? nil).flatMap { began in
            (told[.rematched] ?? nil).flatMap { SmallCells.share($0, of: began) }
        }
        let sessions = facts.arrivals.compactMap(\.attended)
        attendedShare = SmallCells.share(sessions.count { $0 }, of: sessions.count)
        let scores = facts.arrivals.compactMap(\.score).sorted()
        let fits = scores.count >= SmallCells.smallest ? scores : []
        leastFit = fits.first
        tenthFit = Self.rank(10, of: fits)
        let wishes = facts.arrivals.compactMap(\.wishes)
        preferenceCoverage = wishes.count >= SmallCells.smallest ? wishes.reduce(0, +) / wishes.count : nil
        groups = Attribute.allCases.flatMap { Self.groups(by: $0, facts) }
        intenseShare = SmallCells.share(
            facts.caseloads.reduce(0) { $0 + $1.intense }, of: facts.caseloads.reduce(0) { $0 + $1.taken })
        utilisationGini = Self.gini(facts.caseloads.filter { $0.capacity > 0 }.map { $0.taken * 10_000 / $0.capacity })
    }

    /// A table of its own for each attribute: what rests on few in it, or on how many is not told, is not told.
    private static func groups(by attribute: Attribute, _ facts: ReportFacts) -> [Group] {
        let arrived = Dictionary(grouping: facts.arrivals) { $0.groups[attribute] ?? "" }
        let answers = facts.answers.filter { $0.attribute == attribute }
        let codes = Set(arrived.keys.filter { !$0.isEmpty } + answers.map(\.code)).sorted()
        let began = codes.map { code in (arrived[code] ?? []).filter { $0.urgency != nil && $0.seconds != nil } }
        func told(_ count: KeyPath<ReportFacts.GroupAnswers, Int>) -> [Int?] {
            SmallCells.suppressed(
                codes.map { code in answers.reduce(0) { $0 + ($1.code == code ? $1[keyPath: count] : 0) } }
            ).cells
        }
        let (counts, answered, declined) = (
            SmallCells.suppressed(began.map(\.count)).cells, told(\.answered), told(\.declined)
        )
        return codes.indices.map { index in
            let those = (counts[index] ?? 0) >= SmallCells.smallest ? began[index] : []
            return Group(
                attribute: attribute, code: codes[index], began: counts[index],
                medianDays: rank(50, of: those.compactMap(\.seconds).map { max(0, $0) / 86_400 }.sorted()),
                medianFit: rank(50, of: those.compactMap(\.score).sorted()),
                declineShare: answered[index].flatMap { all in declined[index].flatMap { SmallCells.share($0, of: all) } })
        }
    }

    /// The nearest rank; nil of nothing.
    static func rank(_ percent: Int, of sorted: [Int]) -> Int? {
        sorted.isEmpty ? nil : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
    }

    /// Half the mean difference of all pairs over the mean, in basis points; nil of nothing.
    static func gini(_ values: [Int]) -> Int? {
        let sum = values.reduce(0, +)
        guard !values.isEmpty, sum > 0 else { return values.isEmpty ? nil : 0 }
        let weighted = values.sorted().enumerated().reduce(0) { $0 + (2 * ($1.offset + 1) - values.count - 1) * $1.element }
        return weighted * 10_000 / (values.count * sum)
    }
}
