import Clinic
import Foundation
import Referrals
import Therapists

/// Numbers that a seed decides, so that two runs rank the same team.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    mutating func id() -> UUID {
        withUnsafeBytes(of: (next(), next())) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}

/// A team as large as wanted, of therapists such as there are: two to five concerns each with the evidence for them, four days a week,
/// three quarters of their places and hours taken. And clients who want different things of it.
struct InventedTeam {
    /// Friday 20 November 2026, 09:00 in Kamloops.
    static let now = Instant(microseconds: 1_795_190_400_000_000)
    static let today = (try? LocalDate(year: 2026, month: 11, day: 20)) ?? now.utcDate
    private static let since = (try? LocalDate(year: 2020, month: 1, day: 1)) ?? today

    private static let modalities = ["emdr", "ifs", "somatic", "cbt", "narrative", "eft"]
    private static let funding = ["self_pay", "insurance", "cvap", "fnha", "eap"]
    private static let sites = ["juniper", "riverside", "north_shore"]

    /// Forty-eight concepts in twelve families, as the vocabulary has about fifty.
    static let concepts = ConceptTree(
        broader: Dictionary(
            uniqueKeysWithValues: (0..<48).map { number in
                ("concept_\(number)", number % 4 == 0 ? [] : ["concept_\(number / 4 * 4)"])
            }))

    static func therapists(_ count: Int, seed: UInt64) -> [Candidate] {
        var random = SeededNumbers(seed: seed)
        // In the order of their ids, as the database gives them.
        return (0..<count).map { _ in therapist(&random) }.sorted { $0.id < $1.id }
    }

    private static func therapist(_ random: inout SeededNumbers) -> Candidate {
        let capacity = Int.random(in: 8...28, using: &random)
        let taken = random.chance(15) ? capacity : Int.random(in: capacity / 2...capacity, using: &random)
        let formats = SessionFormat.allCases.filter { $0 == .online || random.chance(60) }
        let licensed = random.chance(85)
        return Candidate(
            id: Therapist.ID(random.id()),
            credentials: [
                .init(
                    id: random.id(), jurisdiction: licensed ? "CA-BC" : "CA-AB", validFrom: since,
                    expires: random.chance(70) ? today.adding(days: Int.random(in: -10...700, using: &random)) : nil)
            ],
            specialties: concepts.codes.shuffled(using: &random).prefix(Int.random(in: 2...6, using: &random)).map {
                .init(
                    concept: $0, level: Int.random(in: 1...4, using: &random), isFocus: random.chance(70),
                    verifiedOn: today.adding(days: -Int.random(in: 1...400, using: &random)),
                    expires: random.chance(10) ? today.adding(days: Int.random(in: -50...200, using: &random)) : nil)
            },
            clientKinds: ["adult"] + ["youth", "couple", "family"].filter { _ in random.chance(30) },
            languages: ["en"] + ["fr", "es", "pa"].filter { _ in random.chance(12) }, formats: formats,
            modalities: modalities.filter { _ in random.chance(35) }, funding: funding.filter { _ in random.chance(50) },
            feeCents: random.chance(90) ? Int.random(in: 20...44, using: &random) * 500 : nil,
            slidingFeeCents: random.chance(40) ? 8_000 : nil,
            gender: random.chance(80) ? (random.chance(65) ? "woman" : "man") : nil,
            caseload: .init(
                capacity: capacity, taken: taken, intenseCapacity: capacity / 2, intenseTaken: min(taken / 2, capacity / 2),
                slidingCapacity: 2, slidingTaken: Int.random(in: 0...2, using: &random)),
            lastAssigned: random.chance(90) ? now - .hours(Int.random(in: 1...2_000, using: &random)) : nil,
            openings: openings(formats, &random))
    }

    /// What thinning leaves of a calendar that is three quarters full: three of each part of the week, format and site at most.
    private static func openings(_ formats: [SessionFormat], _ random: inout SeededNumbers) -> [Candidate.Opening] {
        let site = sites.randomElement(using: &random)
        return (0..<Int.random(in: 6...30, using: &random)).map { _ in
            let (day, hour) = (Int.random(in: 1...41, using: &random), Int.random(in: 8...19, using: &random))
            let micros = Int64(today.adding(days: day).dayNumber) * 86_400_000_000 + Int64(hour) * 3_600_000_000
            let format = formats.randomElement(using: &random) ?? .online
            return Candidate.Opening(
                start: Instant(microseconds: micros + 7 * 3_600_000_000),
                local: LocalDateTime(microsecondsAsIfUTC: micros) ?? LocalDateTime(today.adding(days: day), .midnight),
                format: format, site: format == .inPerson ? site : nil)
        }
    }

    /// Another client each time.
    static func need(_ number: Int, of team: Team) throws(ReferralRefusal) -> MatchNeed {
        var random = SeededNumbers(seed: UInt64(number) &+ 7_777)
        var wants = ReferralWants()
        if random.chance(50) { wants.times = random.chance(40) ? .must(.every(.evening)) : .wish(.every(.afternoon)) }
        if random.chance(30) { wants.gender = random.chance(50) ? .must("woman") : .wish("woman") }
        if random.chance(50) { wants.formats = [.inPerson, .online] }
        if random.chance(30) { wants.modalities = [.wish("emdr", importance: 2)] }
        if random.chance(10) { wants.languages = ["fr", "en"] }
        if random.chance(25) { wants.site = .wish("juniper") }
        if random.chance(30) { wants.feeCeilingCents = 14_000 }
        if random.chance(20) { wants.funding = "cvap" }
        return try MatchNeed(
            referral: Referral.ID(random.id()),
            standing: ReferralStanding(status: .active, safetyHold: false, urgency: .routine, matchingConsent: true),
            concerns: concepts.codes.shuffled(using: &random).prefix(3).map { ($0, Int.random(in: 1...5000, using: &random)) },
            jurisdiction: "CA-BC", clientKind: "adult", highIntensity: random.chance(30), wants: wants,
            declined: Set(team.candidates.prefix(1).map(\.id)))
    }
}
