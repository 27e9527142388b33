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
        var search = SlotSearch(
            therapists: therapists, service: service, format: .online, span: span, client: folder.referral.client, limit: limit)
        // An opening without a licence is the rule H1's to refuse, by its own name.
        search.needsLicence = false
        var found: [Therapist.ID: [Candidate.Opening]] = [:]
        found.reserveCapacity(therapists.count)
        // Those of one therapist in one format come together, in the order of time.
        var thinning = Thinning()
        try await querying.forEachSlot(search, formats: SessionFormat.allCases, zones: zones) { slot in
            // The client's wall clock: "Thursday evening" is theirs.
            let opening = Candidate.Opening(
                start: slot.time.start, local: zone.local(of: slot.time.start), format: slot.format,
                site: slot.site.flatMap { sites[$0] })
            if thinning.keeps(opening, of: slot.therapist) { found[slot.therapist, default: []].append(opening) }
        }
        return found
    }

    /// Passes the first three of each part of the week and site, for openings that come by therapist, format and time.
    struct Thinning {
        private var therapist: Therapist.ID?
        private var format: SessionFormat?
        /// By site: how many of each of the week's 21 parts.
        private var counts: [(site: String?, parts: [UInt8])] = []

        mutating func keeps(_ opening: Candidate.Opening, of owner: Therapist.ID) -> Bool {
            if owner != therapist || opening.format != format {
                (therapist, format) = (owner, opening.format)
                counts.removeAll(keepingCapacity: true)
            }
            let part = opening.weekTimes.rawValue.trailingZeroBitCount
            guard let place = counts.firstIndex(where: { $0.site == opening.site }) else {
                var parts = [UInt8](repeating: 0, count: 21)
                parts[part] = 1
                counts.append((opening.site, parts))
                return true
            }
            guard counts[place].parts[part] < 3 else { return false }
            counts[place].parts[part] += 1
            return true
        }
    }
}
