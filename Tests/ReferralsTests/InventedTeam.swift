import Clinic
import Therapists

import struct Foundation.UUID

@testable import Referrals

/// Numbers that a seed decides: a failing property test prints its seed.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

func id(_ number: Int) -> UUID {
    let n = UInt64(number)
    return UUID(
        uuid: (
            0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, UInt8(n >> 16 & 0xff), UInt8(n >> 8 & 0xff), UInt8(n & 0xff)
        ))
}

/// A small invented clinic with fixed ids and a fixed clock: Friday 20 November 2026, 09:00 in Kamloops.
enum Invented {
    static let now = Instant(microseconds: 1_795_190_400_000_000)
    static let today = day(2026, 11, 20)
    static let referral = Referral.ID(id(12))
    static let amara = Therapist.ID(id(1)), tomasz = Therapist.ID(id(2)), noor = Therapist.ID(id(3))

    static let concepts = ConceptTree(broader: [
        "trauma": [], "cptsd": ["trauma"], "attachment_trauma": ["trauma"], "relational_work": [], "grief": [],
        "dissociation": [],
        "emotion_regulation": [],
    ])

    static func day(_ year: Int, _ month: Int, _ day: Int) -> LocalDate {
        (try? LocalDate(year: year, month: month, day: day)) ?? LocalDate.earliestTested
    }

    /// `days` after today at `hour`, clinic time (UTC−8 here, as a plain offset: rankings do not know zones).
    static func opening(_ days: Int, _ hour: Int, _ format: SessionFormat = .online, site: String? = nil) -> Candidate.Opening {
        let local = today.adding(days: days)
        let micros = Int64(local.dayNumber) * 86_400_000_000 + Int64(hour) * 3_600_000_000
        return Candidate.Opening(
            start: Instant(microseconds: micros + 8 * 3_600_000_000),
            local: LocalDateTime(microsecondsAsIfUTC: micros) ?? LocalDateTime(local, .midnight), format: format, site: site)
    }

    static func candidate(
        _ therapist: Therapist.ID, concept: String = "cptsd", level: Int = 3, gender: String? = nil,
        formats: [SessionFormat] = [.online],
        languages: [String] = ["en"], modalities: [String] = [], taken: Int = 2, capacity: Int = 10,
        openings: [Candidate.Opening]? = nil,
        expires: LocalDate? = nil
    ) -> Candidate {
        Candidate(
            id: therapist,
            credentials: [
                .init(
                    id: therapist.uuid, jurisdiction: "CA-BC", validFrom: day(2020, 1, 1), expires: expires)
            ],
            specialties: [.init(concept: concept, level: level, isFocus: true, verifiedOn: level > 1 ? day(2026, 3, 1) : nil)],
            clientKinds: ["adult"], languages: languages, formats: formats, modalities: modalities, funding: ["self_pay"],
            feeCents: 15_000,
            gender: gender,
            caseload: .init(capacity: capacity, taken: taken, intenseCapacity: capacity * 6 / 10, intenseTaken: min(taken, 1)),
            openings: openings ?? [opening(5, 10), opening(6, 18), opening(7, 14)])
    }

    static func team(_ candidates: [Candidate], policy: MatchingPolicy = .standard) throws -> Team {
        try Team(candidates, concepts: concepts, policy: policy, asOf: now, today: today)
    }

    static let rankable = ReferralStanding(status: .active, safetyHold: false, urgency: .routine, matchingConsent: true)

    static func need(
        _ wants: ReferralWants = ReferralWants(),
        concerns: [(concept: String, weight: Int)] = [("cptsd", 6000), ("attachment_trauma", 4000)],
        high: Bool = false, keptApart: Set<Therapist.ID> = [], declined: Set<Therapist.ID> = []
    ) throws -> MatchNeed {
        try MatchNeed(
            referral: referral, standing: rankable, concerns: concerns, jurisdiction: "CA-BC", clientKind: "adult",
            highIntensity: high,
            wants: wants, keptApart: keptApart, declined: declined)
    }

    /// A team of any size in which every field varies, and a need to go with it.
    static func randomTeam(_ count: Int, _ random: inout SeededNumbers) -> [Candidate] {
        let codes = concepts.codes
        return (0..<count).map { number in
            let picks = codes.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random))
            let capacity = Int.random(in: 0...20, using: &random)
            return Candidate(
                id: Therapist.ID(UUID.seeded(&random)),
                credentials: [
                    .init(
                        id: UUID.seeded(&random), jurisdiction: Bool.random(using: &random) ? "CA-BC" : "CA-AB",
                        validFrom: day(2020, 1, 1),
                        expires: Bool.random(using: &random) ? nil : today.adding(days: Int.random(in: -20...40, using: &random)))
                ],
                specialties: picks.map {
                    .init(
                        concept: $0, level: Int.random(in: 0...4, using: &random), isFocus: Bool.random(using: &random),
                        expires: Int.random(in: 0..<4, using: &random) == 0
                            ? today.adding(days: Int.random(in: -5...5, using: &random)) : nil)
                },
                clientKinds: ["adult", "couple", "youth"].filter { _ in Int.random(in: 0..<3, using: &random) > 0 },
                languages: ["en", "fr", "es"].filter { _ in Int.random(in: 0..<3, using: &random) > 0 },
                formats: SessionFormat.allCases.filter { _ in Int.random(in: 0..<4, using: &random) > 0 },
                modalities: ["emdr", "ifs"].filter { _ in Bool.random(using: &random) },
                funding: Bool.random(using: &random) ? ["cvap"] : [], feeCents: Bool.random(using: &random) ? 12_000 : nil,
                gender: [nil, "woman", "man"][number % 3],
                caseload: .init(
                    capacity: capacity, taken: Int.random(in: 0...max(1, capacity), using: &random),
                    intenseCapacity: capacity / 2,
                    intenseTaken: Int.random(in: 0...max(1, capacity / 2), using: &random)),
                lastAssigned: Bool.random(using: &random)
                    ? nil : Instant(microseconds: now.microseconds - Int64(number % 7) * 86_400_000_000),
                openings: (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    opening(
                        Int.random(in: -2...50, using: &random), Int.random(in: 8...19, using: &random),
                        SessionFormat.allCases.randomElement(using: &random) ?? .online,
                        site: Bool.random(using: &random) ? "juniper" : "riverside")
                })
        }
    }

    static func randomNeed(of team: [Candidate], _ random: inout SeededNumbers) throws -> MatchNeed {
        var wants = ReferralWants()
        if Bool.random(using: &random) { wants.times = Wanted(.every(.evening), Bool.random(using: &random) ? .must : .wish) }
        if Bool.random(using: &random) { wants.gender = Wanted("woman", Bool.random(using: &random) ? .must : .wish) }
        if Bool.random(using: &random) { wants.formats = [.online, .inPerson] }
        if Bool.random(using: &random) { wants.modalities = [.wish("emdr", importance: 2)] }
        if Bool.random(using: &random) { wants.site = .wish("juniper") }
        if Bool.random(using: &random) { wants.languages = ["fr", "en"] }
        return try need(
            wants,
            concerns: concepts.codes.shuffled(using: &random).prefix(3).map { ($0, Int.random(in: 1...5000, using: &random)) },
            high: Bool.random(using: &random), keptApart: Set(team.prefix(2).map(\.id)), declined: Set(team.suffix(1).map(\.id)))
    }
}

extension LocalDate { static var earliestTested: LocalDate { LocalDate(dayNumber: 0) ?? Invented.today } }

extension UUID {
    static func seeded(_ random: inout SeededNumbers) -> UUID {
        withUnsafeBytes(of: (random.next(), random.next())) { bytes in
            UUID(
                uuid: (
                    bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9], bytes[10],
                    bytes[11],
                    bytes[12], bytes[13], bytes[14], bytes[15]
                ))
        }
    }
}
