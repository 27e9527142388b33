internal import Clinic
internal import Therapists

// How each value of a ranking travels: a writer and its reader side by side, field by field in the same order.

extension PackedWriter {
    mutating func write(_ policy: MatchingPolicy) {
        write(policy.version)
        for list in [policy.weights, policy.evidence, policy.choiceOfTimes] { write(list) { $0.write($1) } }
        for value in policy.singles { write(value) }
    }

    mutating func write(_ candidate: Candidate) {
        write(candidate.id.uuid)
        write(candidate.credentials) { out, credential in
            out.write(credential.id)
            out.write(credential.jurisdiction)
            out.write(credential.validFrom.dayNumber)
            out.write(credential.expires) { $0.write($1.dayNumber) }
        }
        write(candidate.specialties) { out, specialty in
            out.write(specialty.concept)
            out.write(specialty.level)
            out.write(specialty.isFocus)
            out.write(specialty.verifiedOn) { $0.write($1.dayNumber) }
            out.write(specialty.expires) { $0.write($1.dayNumber) }
        }
        for list in [
            candidate.clientKinds, candidate.languages, candidate.formats.map(\.rawValue), candidate.modalities,
            candidate.funding,
        ] { write(list) { $0.write($1) } }
        write(candidate.feeCents) { $0.write($1) }
        write(candidate.slidingFeeCents) { $0.write($1) }
        write(candidate.gender) { $0.write($1) }
        let load = candidate.caseload
        for value in [
            load.capacity, load.taken, load.intenseCapacity, load.intenseTaken, load.slidingCapacity, load.slidingTaken,
        ] { write(value) }
        write(candidate.lastAssigned) { $0.write(Int($1.microseconds)) }
        var last = 0
        write(candidate.openings) { out, opening in
            let start = Int(opening.start.microseconds)
            out.writeMinutes(start - last)
            out.writeMinutes(Int(opening.local.microsecondsAsIfUTC) - start)
            out.write(opening.format.rawValue)
            out.write(opening.site) { $0.write($1) }
            last = start
        }
    }

    mutating func write(_ need: MatchNeed) {
        write(need.referral.uuid)
        write(need.concerns) { out, concern in
            out.write(concern.concept)
            out.write(concern.weight)
        }
        write(need.jurisdiction)
        write(need.clientKind)
        write(need.highIntensity)
        write(need.wants.languages) { $0.write($1) }
        write(need.wants.formats) { $0.write($1.rawValue) }
        write(need.wants.times) { $0.write($1) { $0.write(Int($1.rawValue)) } }
        write(need.wants.gender) { $0.write($1) { $0.write($1) } }
        write(need.wants.modalities) { $0.write($1) { $0.write($1) } }
        write(need.wants.site) { $0.write($1) { $0.write($1) } }
        write(need.wants.therapist) { $0.write($1) { $0.write($1.uuid) } }
        write(need.wants.funding) { $0.write($1) }
        write(need.wants.feeCeilingCents) { $0.write($1) }
        for group in [need.keptApart, need.declined, need.workedWith] {
            write(group.sorted { UUIDKey($0.uuid) < UUIDKey($1.uuid) }) { $0.write($1.uuid) }
        }
    }

    private mutating func write<Value>(_ wanted: Wanted<Value>, _ body: (inout PackedWriter, Value) -> Void) {
        write(wanted.strength.rawValue)
        write(wanted.importance)
        body(&self, wanted.value)
    }

    /// Openings begin on whole minutes, as a rule, and then take a byte or two.
    private mutating func writeMinutes(_ microseconds: Int) {
        let minute = 60_000_000
        write(microseconds.isMultiple(of: minute) ? (microseconds / minute) << 1 : microseconds << 1 | 1)
    }
}

extension PackedReader {
    mutating func date() throws(Damaged) -> LocalDate {
        guard let date = LocalDate(dayNumber: try int()) else { throw Damaged() }
        return date
    }

    mutating func policy() throws(Damaged) -> MatchingPolicy {
        let version = try string()
        var lists: [[Int]] = []
        for _ in 0..<3 { lists.append(try list { input throws(Damaged) in try input.int() }) }
        guard lists[0].count == Factor.allCases.count else { throw Damaged() }
        var singles: [Int] = []
        for _ in MatchingPolicy.standard.singles { singles.append(try int()) }
        let weights = Dictionary(zip(Factor.allCases, lists[0])) { first, _ in first }
        let policy = try? MatchingPolicy(
            version: version, weights: weights, evidence: lists[1], broaderShare: singles[0], focusLimit: singles[1],
            requiredLevel: singles[2], requiredLevelHighIntensity: singles[3], fitFloor: singles[4], horizonDays: singles[5],
            firstWeekLoss: singles[6], laterWeekLoss: singles[7], neutral: singles[8], choiceOfTimes: lists[2],
            formatStep: singles[9])
        guard let policy else { throw Damaged() }
        return policy
    }

    mutating func candidate() throws(Damaged) -> Candidate {
        let id = Therapist.ID(try uuid())
        let credentials = try list { input throws(Damaged) in
            Candidate.Credential(
                id: try input.uuid(), jurisdiction: try input.string(), validFrom: try input.date(),
                expires: try input.optional { input throws(Damaged) in try input.date() })
        }
        let specialties = try list { input throws(Damaged) in
            Candidate.Specialty(
                concept: try input.string(), level: try input.int(), isFocus: try input.bool(),
                verifiedOn: try input.optional { input throws(Damaged) in try input.date() },
                expires: try input.optional { input throws(Damaged) in try input.date() })
        }
        var lists: [[String]] = []
        for _ in 0..<5 { lists.append(try strings()) }
        let fee = try optional { input throws(Damaged) in try input.int() }
        let sliding = try optional { input throws(Damaged) in try input.int() }
        let gender = try optional { input throws(Damaged) in try input.string() }
        let load = Candidate.Caseload(
            capacity: try int(), taken: try int(), intenseCapacity: try int(), intenseTaken: try int(),
            slidingCapacity: try int(),
            slidingTaken: try int())
        let last = try optional { input throws(Damaged) in Instant(microseconds: Int64(try input.int())) }
        var start = 0
        let openings = try list { input throws(Damaged) in
            start = try input.minutes(after: start)
            let local = try input.minutes(after: start)
            guard let local = LocalDateTime(microsecondsAsIfUTC: Int64(local)) else { throw Damaged() }
            return Candidate.Opening(
                start: Instant(microseconds: Int64(start)), local: local, format: try input.word(),
                site: try input.optional { input throws(Damaged) in try input.string() })
        }
        return Candidate(
            id: id, credentials: credentials, specialties: specialties, clientKinds: lists[0], languages: lists[1],
            formats: try lists[2].map { text throws(Damaged) in
                guard let format = SessionFormat(rawValue: text) else { throw Damaged() }
                return format
            },
            modalities: lists[3], funding: lists[4], feeCents: fee, slidingFeeCents: sliding, gender: gender, caseload: load,
            lastAssigned: last,
            openings: openings)
    }

    mutating func need() throws(Damaged) -> MatchNeed {
        let referral = Referral.ID(try uuid())
        let concerns = try list { input throws(Damaged) in
            MatchNeed.Concern(concept: try input.string(), weight: try input.int())
        }
        let (jurisdiction, kind, isIntense) = (try string(), try string(), try bool())
        var wants = ReferralWants(languages: try strings())
        wants.formats = try list { input throws(Damaged) in try input.word() }
        wants.times = try optional { input throws(Damaged) in
            try input.wanted { input throws(Damaged) in WeekTimes(rawValue: UInt32(truncatingIfNeeded: try input.int())) }
        }
        wants.gender = try optional { input throws(Damaged) in
            try input.wanted { input throws(Damaged) in try input.string() }
        }
        wants.modalities = try list { input throws(Damaged) in
            try input.wanted { input throws(Damaged) in try input.string() }
        }
        wants.site = try optional { input throws(Damaged) in try input.wanted { input throws(Damaged) in try input.string() } }
        wants.therapist = try optional { input throws(Damaged) in
            try input.wanted { input throws(Damaged) in Therapist.ID(try input.uuid()) }
        }
        wants.funding = try optional { input throws(Damaged) in try input.string() }
        wants.feeCeilingCents = try optional { input throws(Damaged) in try input.int() }
        var groups: [Set<Therapist.ID>] = []
        for _ in 0..<3 { groups.append(Set(try list { input throws(Damaged) in Therapist.ID(try input.uuid()) })) }
        return MatchNeed(
            replaying: referral, concerns: concerns, jurisdiction: jurisdiction, clientKind: kind, highIntensity: isIntense,
            wants: wants, keptApart: groups[0], declined: groups[1], workedWith: groups[2])
    }

    private mutating func strings() throws(Damaged) -> [String] {
        try list { input throws(Damaged) in try input.string() }
    }

    private mutating func word<Word: RawRepresentable>() throws(Damaged) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try string()) else { throw Damaged() }
        return word
    }

    private mutating func wanted<Value>(
        _ body: (inout PackedReader) throws(Damaged) -> Value
    ) throws(Damaged) -> Wanted<Value> {
        let strength: Strength = try word()
        let importance = try int()
        return Wanted(try body(&self), strength, importance: importance)
    }

    private mutating func minutes(after start: Int) throws(Damaged) -> Int {
        let value = try int()
        let (step, isTooLong) = (value >> 1).multipliedReportingOverflow(by: value & 1 == 0 ? 60_000_000 : 1)
        let (time, isTooLate) = start.addingReportingOverflow(step)
        // Far within what a date can be, so that nothing after this overflows.
        guard !isTooLong, !isTooLate, abs(time) < 1 << 58 else { throw Damaged() }
        return time
    }
}

extension MatchingPolicy {
    /// Settings that are one number, in the order in which they are kept.
    var singles: [Int] {
        [
            broaderShare, focusLimit, requiredLevel, requiredLevelHighIntensity, fitFloor, horizonDays, firstWeekLoss,
            laterWeekLoss, neutral, formatStep,
        ]
    }
}
