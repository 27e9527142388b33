internal import Access
internal import Appointments
internal import Clinic
internal import Therapists

extension MatchInputs {
    /// Free hours of the team for a first session, in every format the service has: those that the client did not ask for answer
    /// "what if".
    ///
    /// The first three of each part of the week, format and site are enough for every rule and factor, so the rest is dropped.
    static func openings(
        _ querying: some Querying, _ therapists: [Therapist.ID], for folder: ReferralFolder, service: Service.ID,
        from now: Instant,
        policy: MatchingPolicy, zone: ZoneRules, zones: ZoneCatalogue, sites: [Site.ID: String]
    ) async throws -> [Therapist.ID: [Candidate.Opening]] {
        guard !therapists.isEmpty, let span = try? TimeRange(start: now, end: now + .hours(24 * policy.horizonDays)) else {
            return [:]
        }
        // For a large team fewer hours each: 40,000 are what a page can wait for.
        let limit = min(1000, max(40, 40_000 / therapists.count))
        var found: [Therapist.ID: [Candidate.Opening]] = [:]
        for format in SessionFormat.allCases {
            for group in stride(from: 0, to: therapists.count, by: 1000) {
                var search = SlotSearch(
                    therapists: Array(therapists[group..<min(group + 1000, therapists.count)]), service: service, format: format,
                    span: span, client: folder.referral.client, limit: limit)
                // An opening without a licence is the rule H1's to refuse, by its own name.
                search.needsLicence = false
                for slot in try await querying.slots(search, zones: zones) {
                    // The client's wall clock: "Thursday evening" is theirs.
                    found[slot.therapist, default: []].append(
                        Candidate.Opening(
                            start: slot.time.start, local: zone.local(of: slot.time.start), format: format,
                            site: slot.site.flatMap { sites[$0] }))
                }
            }
        }
        return found.mapValues(thinned)
    }

    static func thinned(_ openings: [Candidate.Opening]) -> [Candidate.Opening] {
        struct Kind: Hashable {
            let when: WeekTimes
            let format: SessionFormat
            let site: String?
        }
        var counts: [Kind: Int] = [:]
        return openings.sorted { $0.start < $1.start }.filter { opening in
            let kind = Kind(when: opening.weekTimes, format: opening.format, site: opening.site)
            counts[kind, default: 0] += 1
            return counts[kind, default: 0] <= 3
        }
    }
}
