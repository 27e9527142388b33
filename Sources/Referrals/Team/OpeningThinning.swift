internal import Clinic
internal import Therapists

/// Passes the first three of each part of the week and site, for openings that come by therapist, format and time.
struct OpeningThinning {
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
