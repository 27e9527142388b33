internal import Clinic

extension Team {
    /// Fills the columns, in the order of the therapists' ids.
    mutating func fill() throws(TeamError) {
        columns.openings = [0]
        let openings = candidates.reduce(0) { $0 + $1.openings.count }
        columns.start.reserveCapacity(openings)
        columns.day.reserveCapacity(openings)
        columns.site.reserveCapacity(openings)
        columns.when.reserveCapacity(openings)
        columns.level = Array(repeating: 0, count: concepts.count * count)
        columns.worth = Array(repeating: 0, count: concepts.count * count)
        for (index, candidate) in candidates.enumerated() {
            columns.keys.append(UUIDKey(candidate.id.uuid))
            columns.kinds.append(try kinds.bits(of: candidate.clientKinds, named: "client kinds"))
            columns.languages.append(try languages.bits(of: candidate.languages, named: "languages"))
            columns.funding.append(try funding.bits(of: candidate.funding, named: "funding programmes"))
            columns.modalities.append(try modalities.bits(of: candidate.modalities, named: "modalities"))
            columns.gender.append(try genders.bits(of: candidate.gender.map { [$0] } ?? [], named: "genders"))
            columns.formats.append(candidate.formats.bits)
            columns.fee.append(candidate.feeCents.map { Int32(clamping: $0) } ?? -1)
            let hasSliding = candidate.caseload.slidingTaken < candidate.caseload.slidingCapacity
            columns.slidingFee.append(hasSliding ? candidate.slidingFeeCents.map { Int32(clamping: $0) } ?? .max : .max)
            columns.capacity.append(Int32(clamping: candidate.caseload.capacity))
            columns.taken.append(Int32(clamping: candidate.caseload.taken))
            columns.intenseCapacity.append(Int32(clamping: candidate.caseload.intenseCapacity))
            columns.intenseTaken.append(Int32(clamping: candidate.caseload.intenseTaken))
            columns.lastAssigned.append(candidate.lastAssigned?.microseconds ?? .min)
            try fillOpenings(of: candidate)
            fillCredentials(of: candidate, at: index)
            fillEvidence(of: candidate, at: index)
        }
    }

    private mutating func fillOpenings(of candidate: Candidate) throws(TeamError) {
        let horizon = today.adding(days: policy.horizonDays)
        // In their order already (``Candidate/inOrder``).
        for opening in candidate.openings where opening.start >= asOf && opening.local.date <= horizon {
            columns.start.append(opening.start.microseconds)
            columns.day.append(Int32(clamping: opening.local.date.dayNumber))
            columns.site.append(try opening.site.map { site throws(TeamError) in try sites.bit(of: site, named: "sites") } ?? 0)
            columns.when.append(opening.weekTimes.rawValue | opening.format.bit << 21)
        }
        columns.openings.append(Int32(clamping: columns.start.count))
    }

    /// Credentials that follow each other without a gap are one, so that a renewal interrupts nothing.
    private mutating func fillCredentials(of candidate: Candidate, at index: Int) {
        let (never, size) = (Int32.max...Int32.max, count)
        for (jurisdiction, held) in Dictionary(grouping: candidate.credentials, by: \.jurisdiction) {
            let spans = held.compactMap { credential -> ClosedRange<Int32>? in
                let from = Int32(clamping: credential.validFrom.dayNumber)
                let until = credential.expires.map { Int32(clamping: $0.dayNumber) } ?? Int32.max - 1
                return from <= until ? from...until : nil
            }.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
            var merged: [ClosedRange<Int32>] = []
            for span in spans {
                if let last = merged.last, span.lowerBound <= last.upperBound + 1 {
                    merged[merged.count - 1] = last.lowerBound...max(last.upperBound, span.upperBound)
                } else {
                    merged.append(span)
                }
            }
            guard let first = merged.first else { continue }
            // Taken out while it changes, or each therapist would cost a copy of the whole column.
            var firsts = columns.credentials.removeValue(forKey: jurisdiction) ?? Array(repeating: never, count: size)
            firsts[index] = first
            columns.credentials[jurisdiction] = firsts
            if merged.count > 1 { columns.laterCredentials[jurisdiction, default: [:]][index] = Array(merged.dropFirst()) }
        }
    }

    private mutating func fillEvidence(of candidate: Candidate, at index: Int) {
        for specialty in counted(candidate.specialties) {
            guard let concept = concepts.index[specialty.concept], specialty.level > 0 else { continue }
            let worth = policy.evidence[specialty.level]
            set(concept, index, level: specialty.level, worth: worth)
            // Evidence for a narrower concept is evidence for the broader ones; the other way round it is worth less, and only
            // declared.
            for broader in concepts.ancestors[concept] { set(broader, index, level: specialty.level, worth: worth) }
            for narrower in concepts.descendants[concept] {
                set(narrower, index, level: 1, worth: worth * policy.broaderShare / MatchingPolicy.whole)
            }
        }
    }

    /// What evidence counts as: at most the policy's number of focus concepts count above declared, the strongest of them, then by code.
    /// Evidence that has expired, that is no focus, or that goes beyond the limit counts as declared (matching specification, 5.2).
    func counted(_ specialties: [Candidate.Specialty]) -> [Candidate.Specialty] {
        let current = specialties.map { $0.isFocus && !($0.expires.map { $0 < today } ?? false) ? $0 : $0.asDeclared }
        let ordered = current.sorted {
            ($1.level, $0.isFocus ? 0 : 1, $0.concept) < ($0.level, $1.isFocus ? 0 : 1, $1.concept)
        }
        return ordered.enumerated().map { $0.offset < policy.focusLimit ? $0.element : $0.element.asDeclared }
    }

    private mutating func set(_ concept: Int, _ therapist: Int, level: Int, worth: Int) {
        let cell = concept * count + therapist
        columns.level[cell] = max(columns.level[cell], UInt8(level))
        columns.worth[cell] = max(columns.worth[cell], UInt16(worth))
    }
}

extension Candidate.Specialty {
    var asDeclared: Self {
        Self(concept: concept, level: min(level, 1), isFocus: isFocus, verifiedOn: verifiedOn, expires: expires)
    }
}

extension Candidate.Opening {
    var weekTimes: WeekTimes { WeekTimes(local.date.weekday, DayPart(hour: local.time.hour)) }
}

/// Numbers the codes of one kind, so that a set of them is one integer.
struct CodeBook: Sendable {
    private(set) var index: [String: UInt64] = [:]

    mutating func bits(of codes: [String], named name: String) throws(TeamError) -> UInt64 {
        var bits: UInt64 = 0
        for code in codes { bits |= try bit(of: code, named: name) }
        return bits
    }

    mutating func bit(of code: String, named name: String) throws(TeamError) -> UInt64 {
        if let known = index[code] { return known }
        guard index.count < 63 else { throw .tooManyCodes(of: name) }
        let bit: UInt64 = 1 << UInt64(index.count)
        index[code] = bit
        return bit
    }

    /// The bits of those codes that some therapist has.
    func known(_ codes: some Sequence<String>) -> UInt64 { codes.reduce(0) { $0 | (index[$1] ?? 0) } }
}
