internal import Clinic

extension Team {
    /// Fills the columns, in the order of the therapists' ids.
    mutating func fill() throws(TeamError) {
        columns = Columns(therapists: count, concepts: concepts.count)
        columns.reserveOpenings(candidates.reduce(0) { $0 + $1.openings.count })
        for index in candidates.indices {
            try fillFacts(at: index)
            try fillOpenings(of: candidates[index])
        }
    }

    /// Fills the columns of some therapists again, whose facts are others now.
    mutating func refill(_ places: [Int]) throws(TeamError) {
        for index in places {
            forgetFacts(at: index)
            try fillFacts(at: index)
        }
        let (old, changed) = (columns, Set(places))
        columns.forgetOpenings()
        columns.reserveOpenings(old.start.count)
        for index in candidates.indices {
            if changed.contains(index) {
                try fillOpenings(of: candidates[index])
            } else {
                columns.appendOpenings(of: index, from: old)
            }
        }
    }

    private mutating func fillFacts(at index: Int) throws(TeamError) {
        let candidate = candidates[index]
        columns.keys[index] = UUIDKey(candidate.id.uuid)
        columns.kinds[index] = try kinds.bits(of: candidate.clientKinds, named: "client kinds")
        columns.languages[index] = try languages.bits(of: candidate.languages, named: "languages")
        columns.funding[index] = try funding.bits(of: candidate.funding, named: "funding programmes")
        columns.modalities[index] = try modalities.bits(of: candidate.modalities, named: "modalities")
        columns.gender[index] = try genders.bits(of: candidate.gender.map { [$0] } ?? [], named: "genders")
        columns.formats[index] = candidate.formats.bits
        columns.fee[index] = candidate.feeCents.map { Int32(clamping: $0) } ?? -1
        let hasSliding = candidate.caseload.slidingTaken < candidate.caseload.slidingCapacity
        columns.slidingFee[index] = hasSliding ? candidate.slidingFeeCents.map { Int32(clamping: $0) } ?? .max : .max
        columns.capacity[index] = Int32(clamping: candidate.caseload.capacity)
        columns.taken[index] = Int32(clamping: candidate.caseload.taken)
        columns.intenseCapacity[index] = Int32(clamping: candidate.caseload.intenseCapacity)
        columns.intenseTaken[index] = Int32(clamping: candidate.caseload.intenseTaken)
        columns.lastAssigned[index] = candidate.lastAssigned?.microseconds ?? .min
        fillCredentials(of: candidate, at: index)
        fillEvidence(of: candidate, at: index)
    }

    /// What ``fillFacts(at:)`` only ever adds to.
    private mutating func forgetFacts(at index: Int) {
        for concept in 0..<concepts.count {
            columns.level[concept * count + index] = 0
            columns.worth[concept * count + index] = 0
        }
        for jurisdiction in Array(columns.credentials.keys) { columns.credentials[jurisdiction]?[index] = Columns.never }
        for jurisdiction in Array(columns.laterCredentials.keys) { columns.laterCredentials[jurisdiction]?[index] = nil }
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
        let size = count
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
            var firsts = columns.credentials.removeValue(forKey: jurisdiction) ?? Array(repeating: Columns.never, count: size)
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

extension Team.Columns {
    /// Of who has no such credential: not on any day.
    static let never = Int32.max...Int32.max

    /// For so many therapists, of whom nothing is known yet.
    init(therapists: Int, concepts: Int) {
        func column<Value>(_ value: Value) -> [Value] { Array(repeating: value, count: therapists) }
        keys = column(UUIDKey(high: 0, low: 0))
        (kinds, languages, funding, modalities) = (column(0), column(0), column(0), column(0))
        (gender, formats, fee, slidingFee) = (column(0), column(0), column(0), column(0))
        (capacity, taken, intenseCapacity, intenseTaken) = (column(0), column(0), column(0), column(0))
        lastAssigned = column(0)
        openings = [0]
        level = Array(repeating: 0, count: concepts * therapists)
        worth = Array(repeating: 0, count: concepts * therapists)
    }

    mutating func reserveOpenings(_ count: Int) {
        start.reserveCapacity(count)
        day.reserveCapacity(count)
        site.reserveCapacity(count)
        when.reserveCapacity(count)
    }

    mutating func forgetOpenings() {
        openings = [0]
        start = []
        day = []
        site = []
        when = []
    }

    /// Those of the next therapist, as they stood.
    mutating func appendOpenings(of index: Int, from old: Self) {
        let those = Int(old.openings[index])..<Int(old.openings[index + 1])
        start += old.start[those]
        day += old.day[those]
        site += old.site[those]
        when += old.when[those]
        openings.append(Int32(clamping: start.count))
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
