public import Clinic
internal import Therapists

/// Every therapist of a clinic at one moment, laid out for ranking: columns of integers, therapists in the order of their ids.
///
/// Made once and used for many referrals: reading a name, a word or a date happens here, never while ranking. The value depends
/// only on
/// what is in it, not on the order in which it came, and its ``digest`` covers all of it.
public struct Team: Sendable {
    public let policy: MatchingPolicy
    /// The moment of the facts: openings before it do not count.
    public private(set) var asOf: Instant
    /// The clinic's date then: expiries are judged on it, or on the day of the first session.
    public let today: LocalDate
    /// In the order of their ids.
    public private(set) var candidates: [Candidate]

    let concepts: ConceptTree
    let form: DigestForm
    /// By therapist, 32 bytes each; none in a form that hashes all of them at once.
    private var leaves: [UInt8] = []
    /// SHA-256 over ``leaves`` and what concerns everybody.
    private var root: [UInt8] = []
    var kinds = CodeBook(), languages = CodeBook(), funding = CodeBook(), modalities = CodeBook(), genders = CodeBook(),
        sites = CodeBook()
    var columns = Columns(therapists: 0, concepts: 0)

    /// One element for each therapist, except where it says otherwise.
    struct Columns: Sendable {
        var keys: [UUIDKey]
        var kinds: [UInt64], languages: [UInt64], funding: [UInt64], modalities: [UInt64]
        /// 0: not stated.
        var gender: [UInt64]
        /// ``SessionFormat/bit`` set.
        var formats: [UInt32]
        /// -1: not stated.
        var fee: [Int32]
        /// Of a free place at a lower fee; the highest number where there is none.
        var slidingFee: [Int32]
        var capacity: [Int32], taken: [Int32], intenseCapacity: [Int32], intenseTaken: [Int32]
        var lastAssigned: [Int64]
        /// First opening of each therapist, and one more at the end.
        var openings: [Int32]
        /// By opening, each therapist's soonest first.
        var start: [Int64] = [], day: [Int32] = []
        /// Bits 0…20 ``WeekTimes``, from 21 formats.
        var when: [UInt32] = []
        /// ``CodeBook`` bit of the opening's site; 0 where there is none.
        var site: [UInt64] = []
        /// By jurisdiction: the days from and until which a credential is valid.
        var credentials: [String: [ClosedRange<Int32>]] = [:]
        /// Further such days, after a gap, of the few who have any: by jurisdiction and place in the team.
        var laterCredentials: [String: [Int: [ClosedRange<Int32>]]] = [:]
        /// By concept index × therapist: level that counts, and what it is worth.
        var level: [UInt8], worth: [UInt16]
    }

    /// - Parameters:
    ///   - candidates: in any order; of two with one id the first is kept.
    ///   - concepts: the vocabulary's broader/narrower relation.
    /// - Throws: ``TeamError`` when there are more distinct codes of one kind than the bit sets hold.
    /// - Complexity: O(therapists × (concepts + openings)).
    public init(
        _ candidates: [Candidate], concepts: ConceptTree, policy: MatchingPolicy = .standard, asOf: Instant, today: LocalDate
    ) throws(TeamError) {
        try self.init(candidates, concepts: concepts, policy: policy, asOf: asOf, today: today, form: .byTherapist)
    }

    init(
        _ candidates: [Candidate], concepts: ConceptTree, policy: MatchingPolicy, asOf: Instant, today: LocalDate,
        form: DigestForm
    ) throws(TeamError) {
        self.policy = policy
        self.asOf = asOf
        self.today = today
        self.concepts = concepts
        self.form = form
        self.candidates = Self.inOrder(candidates).map(\.inOrder)
        if form == .byTherapist {
            leaves.reserveCapacity(self.candidates.count * 32)
            for candidate in self.candidates { leaves += Self.leaf(candidate) }
            root = root(leaves)
        }
        try fill()
    }

    public var count: Int { candidates.count }

    /// SHA-256 over the canonical bytes of policy, moment, vocabulary and therapists.
    public var digest: [UInt8] {
        switch form {
        case .byTherapist: digest(root: root)
        case .atOnce: digestAtOnce
        }
    }

    /// The same facts at another moment of the same day, no later than the first opening.
    func at(_ moment: Instant) -> Team {
        var team = self
        team.asOf = moment
        return team
    }

    /// The team with other facts about some of its therapists; nil where one of them is not on it.
    /// - Complexity: O(those replaced × concepts), and a copy of the columns.
    func replacing(_ others: [Candidate]) throws(TeamError) -> Team? {
        var team = self
        var places: [Int] = []
        for other in others {
            guard let place = position(of: other.id) else { return nil }
            team.candidates[place] = other.inOrder
            if form == .byTherapist {
                team.leaves.replaceSubrange(place * 32..<(place + 1) * 32, with: Self.leaf(team.candidates[place]))
            }
            places.append(place)
        }
        if form == .byTherapist { team.root = root(team.leaves) }
        try team.refill(places)
        return team
    }

    /// By id, each once; as they came where they came so, which is what the database does.
    private static func inOrder(_ candidates: [Candidate]) -> [Candidate] {
        let keys = candidates.map { UUIDKey($0.id.uuid) }
        if zip(keys, keys.dropFirst()).allSatisfy({ $0 < $1 }) { return candidates }
        var seen: Set<UUIDKey> = []
        return keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.filter { seen.insert(keys[$0]).inserted }
            .map { candidates[$0] }
    }
}

/// A team that cannot be laid out.
public enum TeamError: Error, Hashable, Sendable {
    /// More than 63 distinct codes: the limit of a bit set. Retire codes that nobody uses.
    case tooManyCodes(of: String)
}

extension SessionFormat {
    /// Its bit in a set of formats.
    var bit: UInt32 {
        switch self {
        case .inPerson: 1
        case .online: 2
        case .phone: 4
        }
    }
}

extension Sequence<SessionFormat> {
    var bits: UInt32 { reduce(0) { $0 | $1.bit } }
}
