import Clinic
import Testing
import Therapists

@testable import Referrals

/// One test a rule (matching specification, 5.1): it fails with its own code and its facts, and passes at the boundary. H9 and H10 concern
/// the referral: see TriageTests and StoryTests.
@Suite("Hard rules, one by one")
struct HardRuleTests {
    /// Amara as she is, with one thing changed.
    static func one(
        expires: LocalDate? = nil, credentials: [Candidate.Credential]? = nil, kinds: [String] = ["adult"],
        languages: [String] = ["en"],
        formats: [SessionFormat] = [.online], level: Int = 3, focus: Bool = true, evidenceExpires: LocalDate? = nil,
        gender: String? = nil,
        modalities: [String] = [], funding: [String] = ["self_pay"], fee: Int? = 15_000, slidingFee: Int? = nil,
        load: Candidate.Caseload = .init(capacity: 10, taken: 2, intenseCapacity: 6, intenseTaken: 1),
        openings: [Candidate.Opening]? = nil
    ) -> Candidate {
        Candidate(
            id: Invented.amara,
            credentials: credentials ?? [
                .init(id: id(50), jurisdiction: "CA-BC", validFrom: Invented.day(2020, 1, 1), expires: expires)
            ],
            specialties: [
                .init(
                    concept: "cptsd", level: level, isFocus: focus, verifiedOn: Invented.day(2026, 3, 1), expires: evidenceExpires
                )
            ],
            clientKinds: kinds, languages: languages, formats: formats, modalities: modalities, funding: funding, feeCents: fee,
            slidingFeeCents: slidingFee, gender: gender, caseload: load,
            openings: openings ?? [Invented.opening(5, 10), Invented.opening(6, 18), Invented.opening(7, 14)])
    }

    /// Rules that she fails; empty where she is ranked.
    static func failed(_ candidate: Candidate, _ need: MatchNeed, _ policy: MatchingPolicy = .standard) throws -> [HardRule] {
        let ranking = try Invented.team([candidate], policy: policy).rank(need)
        let exclusion = ranking.exclusion(of: candidate.id, for: .mayKnowRelations)
        #expect(
            exclusion.map { $0.first == $0.all[0] && $0.texts.count == $0.all.count && !$0.facts.isEmpty } ?? (ranking.count == 1)
        )
        return exclusion?.all ?? []
    }

    @Test("H1: a credential for the client's province on the day of the first session, and no other province's")
    func credential() throws {
        let need = try Invented.need()
        // The first opening is in five days: the last day on which it is valid is that day.
        #expect(try Self.failed(Self.one(expires: Invented.today.adding(days: 5)), need) == [])
        #expect(try Self.failed(Self.one(expires: Invented.today.adding(days: 4)), need) == [.credential])
        let alberta = Candidate.Credential(id: id(51), jurisdiction: "CA-AB", validFrom: Invented.day(2020, 1, 1), expires: nil)
        #expect(try Self.failed(Self.one(credentials: [alberta]), need) == [.credential])
        #expect(try Self.failed(Self.one(credentials: []), need) == [.credential])
        // One that begins only in six days leaves the openings from then on.
        let later = Candidate.Credential(
            id: id(52), jurisdiction: "CA-BC", validFrom: Invented.today.adding(days: 6), expires: nil)
        let ranking = try Invented.team([Self.one(credentials: [later])]).rank(need)
        #expect(ranking.matches().first?.opening?.local.date == Invented.today.adding(days: 6))
        // A renewal interrupts nothing, and a gap does: the old one until tomorrow, the new one from the day after, or from the sixth day on.
        let old = Candidate.Credential(
            id: id(53), jurisdiction: "CA-BC", validFrom: Invented.day(2020, 1, 1), expires: Invented.today.adding(days: 1))
        let renewed = Candidate.Credential(
            id: id(54), jurisdiction: "CA-BC", validFrom: Invented.today.adding(days: 2), expires: nil)
        #expect(try Self.failed(Self.one(credentials: [renewed, old]), need) == [])
        let gap = try Invented.team([Self.one(credentials: [later, old])]).rank(need)
        #expect(gap.matches().first?.opening?.local.date == Invented.today.adding(days: 6))
    }

    @Test("H2: the kind of client: individual, couple, family, group")
    func clientKind() throws {
        for kind in ClientKind.allCases.map(\.rawValue) {
            let need = try MatchNeed(
                referral: Invented.referral, standing: Invented.rankable, concerns: [("cptsd", 1)], jurisdiction: "CA-BC",
                clientKind: kind)
            #expect(try Self.failed(Self.one(kinds: [kind]), need) == [])
            #expect(
                try Self.failed(Self.one(kinds: ClientKind.allCases.map(\.rawValue).filter { $0 != kind }), need) == [.clientKind]
            )
        }
    }

    @Test("H3: a language in common")
    func language() throws {
        let need = try Invented.need(ReferralWants(languages: ["uk", "fr"]))
        #expect(try Self.failed(Self.one(languages: ["en", "fr"]), need) == [])
        #expect(try Self.failed(Self.one(languages: ["en"]), need) == [.language])
        #expect(try Self.failed(Self.one(languages: []), try Invented.need()) == [.language])
    }

    @Test("H4: a format and a place that are possible for both")
    func format() throws {
        let inPerson = try Invented.need(ReferralWants(formats: [.inPerson]))
        #expect(try Self.failed(Self.one(), inPerson) == [.format])
        let there = [Invented.opening(5, 10, .inPerson, site: "juniper")]
        #expect(try Self.failed(Self.one(formats: [.inPerson], openings: there), inPerson) == [])
        let elsewhere = try Invented.need(ReferralWants(formats: [.inPerson], site: .must("riverside")))
        #expect(try Self.failed(Self.one(formats: [.inPerson], openings: there), elsewhere) == [.format])
        let right = try Invented.need(ReferralWants(formats: [.inPerson], site: .must("juniper")))
        #expect(try Self.failed(Self.one(formats: [.inPerson], openings: there), right) == [])
    }

    @Test("H5: an opening within the horizon, at a time that the client can make")
    func opening() throws {
        let last = MatchingPolicy.standard.horizonDays
        #expect(try Self.failed(Self.one(openings: [Invented.opening(last, 10)]), try Invented.need()) == [])
        #expect(try Self.failed(Self.one(openings: [Invented.opening(last + 1, 10)]), try Invented.need()) == [.opening])
        #expect(try Self.failed(Self.one(openings: []), try Invented.need()) == [.opening])
        let evening = try Invented.need(ReferralWants(times: .must(.every(.evening))))
        #expect(try Self.failed(Self.one(openings: [Invented.opening(5, 17)]), evening) == [])
        #expect(try Self.failed(Self.one(openings: [Invented.opening(5, 16)]), evening) == [.opening])
    }

    @Test("H6: a free place, and for intense work one within the sub-cap")
    func place() throws {
        func load(_ taken: Int, _ intense: Int) -> Candidate.Caseload {
            .init(capacity: 10, taken: taken, intenseCapacity: 6, intenseTaken: intense)
        }
        #expect(try Self.failed(Self.one(load: load(9, 0)), try Invented.need()) == [])
        #expect(try Self.failed(Self.one(load: load(10, 0)), try Invented.need()) == [.place])
        #expect(try Self.failed(Self.one(load: load(8, 5)), try Invented.need(high: true)) == [])
        #expect(try Self.failed(Self.one(load: load(8, 6)), try Invented.need(high: true)) == [.place])
        #expect(try Self.failed(Self.one(load: load(8, 6)), try Invented.need()) == [])
        #expect(
            try Self.failed(
                Self.one(load: .init(capacity: 0, taken: 0, intenseCapacity: 0, intenseTaken: 0)), try Invented.need()) == [
                    .place
                ])
    }

    @Test("H7: nobody kept apart; staff read it as a lack of places")
    func keptApart() throws {
        let need = try Invented.need(keptApart: [Invented.amara])
        #expect(try Self.failed(Self.one(), need) == [.keptApart])
        #expect(try Invented.team([Self.one()]).rank(need).exclusions().map(\.all) == [[.place]])
        #expect(try Self.failed(Self.one(), try Invented.need(keptApart: [Invented.tomasz])) == [])
    }

    @Test("H8: what the client must have: gender, every way of working, a person")
    func mustHave() throws {
        let gender = try Invented.need(ReferralWants(gender: .must("woman")))
        #expect(try Self.failed(Self.one(gender: "woman"), gender) == [])
        #expect(try Self.failed(Self.one(gender: "man"), gender) == [.mustHave])
        #expect(try Self.failed(Self.one(), gender) == [.mustHave])
        let both = try Invented.need(ReferralWants(modalities: [.must("emdr"), .must("ifs")]))
        #expect(try Self.failed(Self.one(modalities: ["ifs", "emdr", "act"]), both) == [])
        #expect(try Self.failed(Self.one(modalities: ["emdr"]), both) == [.mustHave])
        #expect(try Self.failed(Self.one(), try Invented.need(ReferralWants(therapist: .must(Invented.noor)))) == [.mustHave])
        #expect(try Self.failed(Self.one(), try Invented.need(ReferralWants(therapist: .must(Invented.amara)))) == [])
    }

    @Test("H11: evidence for the primary concern at the level that this work asks for; expired, or no focus, it is a declaration")
    func evidence() throws {
        #expect(try Self.failed(Self.one(level: 1), try Invented.need()) == [])
        #expect(try Self.failed(Self.one(level: 0), try Invented.need()) == [.evidence, .fitFloor])
        #expect(try Self.failed(Self.one(level: 2), try Invented.need(high: true)) == [])
        #expect(try Self.failed(Self.one(level: 1), try Invented.need(high: true)) == [.evidence])
        let last = Self.one(level: 3, evidenceExpires: Invented.today)
        #expect(try Self.failed(last, try Invented.need(high: true)) == [])
        let expired = Self.one(level: 3, evidenceExpires: Invented.today.adding(days: -1))
        #expect(try Self.failed(expired, try Invented.need(high: true)) == [.evidence])
        #expect(try Self.failed(Self.one(level: 4, focus: false), try Invented.need(high: true)) == [.evidence])
    }

    @Test("H12: not declined before, by either of them")
    func declined() throws {
        #expect(try Self.failed(Self.one(), try Invented.need(declined: [Invented.amara])) == [.declined])
        #expect(try Self.failed(Self.one(), try Invented.need(declined: [Invented.noor])) == [])
    }

    @Test("H13: the client's funding, a fee that the client can pay, or a free place at the lower fee")
    func funding() throws {
        let programme = try Invented.need(ReferralWants(funding: "cvap"))
        #expect(try Self.failed(Self.one(funding: ["cvap"]), programme) == [])
        #expect(try Self.failed(Self.one(), programme) == [.funding])
        let ceiling = try Invented.need(ReferralWants(feeCeilingCents: 15_000))
        #expect(try Self.failed(Self.one(fee: 15_000), ceiling) == [])
        #expect(try Self.failed(Self.one(fee: 15_001), ceiling) == [.funding])
        #expect(try Self.failed(Self.one(fee: nil), ceiling) == [])
        func load(sliding taken: Int) -> Candidate.Caseload {
            .init(capacity: 10, taken: 4, intenseCapacity: 6, intenseTaken: 0, slidingCapacity: 2, slidingTaken: taken)
        }
        let little = try Invented.need(ReferralWants(feeCeilingCents: 6000))
        let sliding = Self.one(slidingFee: 6000, load: load(sliding: 1))
        #expect(try Self.failed(sliding, little) == [])
        #expect(try Invented.team([sliding]).rank(little).matches().first?.usesSlidingPlace == true)
        #expect(try Invented.team([sliding]).rank(ceiling).matches().first?.usesSlidingPlace == false)
        #expect(try Self.failed(Self.one(slidingFee: 6001, load: load(sliding: 1)), little) == [.funding])
        #expect(try Self.failed(Self.one(slidingFee: 6000, load: load(sliding: 2)), little) == [.funding])
        #expect(try Self.failed(Self.one(slidingFee: 6000), little) == [.funding])
    }

    @Test("H14: clinical fit at the clinic's floor")
    func fitFloor() throws {
        // Trained, for all of the client's concerns: a fit of exactly 7000.
        let need = try Invented.need(concerns: [("cptsd", 1)])
        func policy(_ floor: Int) throws -> MatchingPolicy {
            try MatchingPolicy(version: "floor", weights: [.clinicalFit: 10_000], fitFloor: floor)
        }
        #expect(try Self.failed(Self.one(level: 2), need, try policy(7000)) == [])
        #expect(try Self.failed(Self.one(level: 2), need, try policy(7001)) == [.fitFloor])
    }

    @Test("several rules that fail are all told, in their order, and the first is the first")
    func several() throws {
        let busy = Self.one(
            kinds: ["youth"], languages: ["fr"], load: .init(capacity: 2, taken: 2, intenseCapacity: 1, intenseTaken: 1))
        #expect(
            try Self.failed(busy, try Invented.need(declined: [Invented.amara])) == [.clientKind, .language, .place, .declined])
    }
}

@Suite("What a client reads about a match")
struct ClientWordingTests {
    /// Words that would tell of a relation, of somebody else, of load, or of a figure.
    private static let never = [
        "apart", "relation", "conflict", "partner", "family", "household", "other client", "another client", "caseload", "places",
        "full",
        "score", "points", "rank", "percent", "%", "outcome", "declined", "excluded", "years", "fee", "because of",
    ]

    @Test("nothing of anybody else, no relation, no load and no figure, over 300 random teams")
    func property() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededNumbers(seed: seed)
        var read = 0
        for _ in 0..<300 {
            let candidates = Invented.randomTeam(12, &random)
            let need = try Invented.randomNeed(of: candidates, &random)
            let ranking = try Invented.team(candidates).rank(need)
            for match in ranking.matches(limit: 3) {
                guard let candidate = candidates.first(where: { $0.id == match.therapist }) else { continue }
                let wording = ClientWording(match, need: need, candidate: candidate) { _ in "Long grief" }
                let text = wording.sentences.joined(separator: " ").lowercased()
                read += 1
                for word in Self.never { #expect(!text.contains(word), "\(word) in \(text), seed \(seed)") }
                for other in candidates { #expect(!text.contains(other.id.uuid.text), "seed \(seed)") }
                // Whoever is kept apart changes not a letter of it.
                let without = try MatchNeed(
                    referral: need.referral, standing: Invented.rankable, concerns: need.concerns.map { ($0.concept, $0.weight) },
                    jurisdiction: need.jurisdiction, clientKind: need.clientKind, highIntensity: need.highIntensity,
                    wants: need.wants)
                let again = try Invented.team([candidate]).rank(without).match(of: candidate.id)
                let alone = again.map { ClientWording($0, need: without, candidate: candidate) { _ in "Long grief" } }
                #expect(alone == wording, "seed \(seed)")
                #expect(wording.sentences.allSatisfy { $0.split(separator: " ").count <= 18 }, "seed \(seed)")
            }
        }
        #expect(read > 20)
    }
}
