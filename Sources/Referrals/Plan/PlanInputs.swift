internal import Appointments
internal import Clinic
internal import Therapists

internal import struct Foundation.UUID

/// Everything that a plan goes by, at one moment: the list, the team, everybody's ranking, and the hours.
struct PlanInputs: Sendable {
    /// Somebody who waits.
    struct Person: Sendable {
        let folder: ReferralFolder
        let need: MatchNeed
        let ranking: Ranking
        let zone: ZoneRules
        /// Waited over target, in basis points.
        let priority: Int
        /// Over what they ask for, how soon, and whom they cannot have.
        let factsHash: [UInt8]

        var referral: Referral { folder.referral }
    }

    /// Somebody who could be given clients.
    struct Place: Sendable {
        let profile: MatchProfile
        let candidate: Candidate
        /// Over profile, evidence and places; not over hours, which are looked at one by one.
        let factsHash: [UInt8]
    }

    /// By priority: waited over target, then who came first, then the lower id.
    let people: [Person]
    /// In the order of their ids.
    let team: [Place]
    /// Pairs of `people` who must not have the same therapist.
    let apart: [(one: Int, other: Int)]
    let hours: HourBook
    /// Codes of sites.
    let sites: [Site.ID: String]
    let policy: MatchingPolicy
    let asOf: Instant

    /// Most people that one plan is about.
    static let limit = 2_000

    static func priority(_ referral: Referral, targetHours: Int, at now: Instant) -> Int {
        let waited = max(0, now.microseconds - referral.receivedAt.microseconds) / 3_600_000_000
        return Int(clamping: waited * 10_000 / Int64(max(1, targetHours)))
    }

    static func precedes(_ one: Person, _ other: Person) -> Bool {
        if one.priority != other.priority { return one.priority > other.priority }
        if one.referral.receivedAt != other.referral.receivedAt { return one.referral.receivedAt < other.referral.receivedAt }
        return UUIDKey(one.referral.id.uuid) < UUIDKey(other.referral.id.uuid)
    }
}

extension PlanInputs.Person {
    static func factsHash(_ folder: ReferralFolder, _ need: MatchNeed) -> [UInt8] {
        var bytes = CanonicalBytes()
        bytes.append("attune.plan.person.1")
        bytes.append(need)
        bytes.append(folder.referral.standing.urgency?.rawValue)
        bytes.append(folder.targetHours)
        bytes.append(folder.referral.receivedAt.microseconds)
        return Secrets.sha256(bytes.bytes)
    }

    /// Hours of a therapist at which this person can come, the wished ones first and then by time.
    func options(_ candidate: Candidate, in book: HourBook, sites: [Site.ID: String]) -> [(start: Instant, format: SessionFormat)]
    {
        let wants = need.wants
        let formats = wants.formats.isEmpty ? SessionFormat.allCases : wants.formats
        let licences = candidate.credentials.filter { $0.jurisdiction == need.jurisdiction }
        var options: [(wished: Bool, start: Instant, place: Int, format: SessionFormat)] = []
        for (place, format) in formats.enumerated() where candidate.formats.contains(format) {
            for slot in book.openings(of: candidate.id, for: referral.client, format: format, limit: 1000) {
                let opening = Candidate.Opening(
                    start: slot.time.start, local: zone.local(of: slot.time.start), format: format,
                    site: slot.site.flatMap { sites[$0] })
                guard licences.contains(where: { $0.isValid(on: opening.local.date) }) else { continue }
                var wished = false
                if let times = wants.times {
                    let meets = !times.value.isDisjoint(with: opening.weekTimes)
                    if times.strength == .must, !meets { continue }
                    wished = times.strength == .wish && meets
                }
                if let site = wants.site, site.strength == .must, let here = opening.site, here != site.value { continue }
                options.append((wished, opening.start, place, format))
            }
        }
        options.sort { ($1.wished ? 1 : 0, $0.start, $0.place) < ($0.wished ? 1 : 0, $1.start, $1.place) }
        return options.map { ($0.start, $0.format) }
    }
}

extension PlanInputs.Place {
    init(_ profile: MatchProfile, _ facts: TeamFacts) {
        self.profile = profile
        candidate = facts.candidate(profile, openings: [])
        var bytes = CanonicalBytes()
        bytes.append("attune.plan.therapist.1")
        bytes.append(candidate.inOrder)
        factsHash = Secrets.sha256(bytes.bytes)
    }

    var free: Int { max(0, candidate.caseload.capacity - candidate.caseload.taken) }
    var freeIntense: Int { min(free, max(0, candidate.caseload.intenseCapacity - candidate.caseload.intenseTaken)) }
    var freeSliding: Int { max(0, candidate.caseload.slidingCapacity - candidate.caseload.slidingTaken) }
}

extension Candidate.Credential {
    func isValid(on day: LocalDate) -> Bool { validFrom <= day && expires.map { day <= $0 } ?? true }
}
