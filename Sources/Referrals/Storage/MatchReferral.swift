public import Access
public import Appointments
public import Clinic
internal import Database
public import Therapists

/// A referral, everybody ranked for it, and the names that go with the ids.
public struct ReferralMatches: Sendable {
    public let folder: ReferralFolder
    public let ranking: Ranking
    /// Slug and display name of each therapist on the team.
    public let therapists: [Therapist.ID: (slug: String, name: String)]
}

extension Querying {
    /// Ranks the whole team for a referral, on the calendar and the caseloads of this moment. Changes nothing.
    /// - Parameters:
    ///   - service: what a first session is; its length, notice and horizon decide which hours are openings.
    ///   - policy: nil for the one in force, whose version every explanation names; another only to compare.
    ///   - memory: of the server, which spares it to read the whole team each time; the answer is the same without one.
    /// - Throws: `ReferralRefusal` for a referral that must not be ranked: flagged, held, not triaged, closed, or without
    /// consent.
    public func matches(
        for id: Referral.ID, service: Service.ID, policy: MatchingPolicy? = nil, memory: TeamMemory = TeamMemory(),
        zones: ZoneCatalogue
    ) async throws -> ReferralMatches {
        let folder = try await referral(id)
        // Before anything else is read: nothing flagged is ranked.
        try folder.referral.standing.requireRankable()
        let inputs = try await MatchInputs.read(
            self, for: folder, service: service, policy: policy, memory: memory, zones: zones)
        return ReferralMatches(folder: folder, ranking: inputs.team.rank(inputs.need), therapists: inputs.names)
    }
}

extension MatchNeed {
    /// What a stored referral asks for.
    /// - Parameter slugs: therapists by slug, for a client who asked for one.
    init(
        _ folder: ReferralFolder, slugs: [String: Therapist.ID], keptApart: Set<Therapist.ID>, declined: Set<Therapist.ID>,
        workedWith: Set<Therapist.ID>
    ) throws(ReferralRefusal) {
        try self.init(
            referral: folder.referral.id, standing: folder.referral.standing,
            concerns: folder.concerns.map { ($0.concept, $0.weight) }, jurisdiction: folder.jurisdiction,
            clientKind: folder.referral.kind, highIntensity: folder.referral.intensity == .high,
            wants: ReferralWants(folder, slugs: slugs), keptApart: keptApart, declined: declined, workedWith: workedWith)
    }
}

extension ReferralWants {
    /// Stored needs, put together: several formats or languages are alternatives, days and times of day narrow each other.
    init(_ folder: ReferralFolder, slugs: [String: Therapist.ID]) {
        self.init(funding: folder.referral.funding, feeCeilingCents: folder.referral.feeCeilingCents)
        func needs(_ kind: ReferralNeed.Kind, _ strength: Strength) -> [String] {
            folder.needs.filter { $0.kind == kind && $0.strength == strength }.map(\.value)
        }
        func wanted(_ kind: ReferralNeed.Kind) -> Wanted<String>? {
            needs(kind, .must).first.map { .must($0) } ?? needs(kind, .wish).first.map { .wish($0) }
        }
        // A language that must be excludes the client's other ones; a wish only comes first.
        let musts = needs(.language, .must)
        languages = musts.isEmpty ? needs(.language, .wish) + [folder.language.primary, "en"] : musts
        let formatMusts = needs(.format, .must).compactMap(SessionFormat.init(rawValue:))
        let formatWishes = needs(.format, .wish).compactMap(SessionFormat.init(rawValue:))
        formats = formatMusts.isEmpty ? formatWishes + SessionFormat.allCases.filter { !formatWishes.contains($0) } : formatMusts
        if formatMusts.isEmpty, formatWishes.isEmpty { formats = [] }
        times =
            Self.times(needs(.weekday, .must), needs(.timeOfDay, .must)).map { .must($0) }
            ?? Self.times(needs(.weekday, .wish), needs(.timeOfDay, .wish)).map { .wish($0) }
        gender = wanted(.gender)
        site = wanted(.site)
        therapist = wanted(.therapist).flatMap { wanted in slugs[wanted.value].map { Wanted($0, wanted.strength) } }
        modalities = needs(.modality, .must).map { .must($0) } + needs(.modality, .wish).map { .wish($0) }
    }

    private static func times(_ days: [String], _ parts: [String]) -> WeekTimes? {
        func union(_ codes: [String]) -> WeekTimes? {
            let times = codes.compactMap { WeekTimes(code: $0) }
            return times.isEmpty ? nil : times.reduce(into: WeekTimes()) { $0.formUnion($1) }
        }
        switch (union(days), union(parts)) {
        case (nil, nil): return nil
        case (let days?, nil): return days
        case (nil, let parts?): return parts
        case (let days?, let parts?): return days.intersection(parts)
        }
    }
}
