internal import Clinic

internal import struct Foundation.UUID

/// Bytes that are the same for the same values on every machine: fixed-width integers, most significant byte first, and text with
/// its
/// length before it. What is hashed is written here; lists that have no order of their own are sorted before.
struct CanonicalBytes {
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }
    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: Int64(truncatingIfNeeded: value).bigEndian) { bytes.append(contentsOf: $0) }
    }
    mutating func append(_ value: Int?) {
        append(value == nil ? 0 : 1)
        append(value ?? 0)
    }
    mutating func append(_ value: Bool) { bytes.append(value ? 1 : 0) }
    mutating func append(_ value: UUID) { withUnsafeBytes(of: value.uuid) { bytes.append(contentsOf: $0) } }
    mutating func append(_ value: String) {
        append(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }
    mutating func append(_ value: String?) {
        append(value != nil)
        append(value ?? "")
    }
    mutating func append(_ list: [String]) {
        append(list.count)
        for text in list { append(text) }
    }
}

/// A UUID as a number, so that ids compare quickly and in the order of their bytes, as PostgreSQL has them.
struct UUIDKey: Hashable, Comparable, Sendable {
    let high: UInt64, low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    init(_ uuid: UUID) {
        let u = uuid.uuid
        high = [u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7].reduce(0) { $0 << 8 | UInt64($1) }
        low = [u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15].reduce(0) { $0 << 8 | UInt64($1) }
    }

    static func < (one: Self, other: Self) -> Bool { (one.high, one.low) < (other.high, other.low) }
}

extension CanonicalBytes {
    mutating func append(_ policy: MatchingPolicy) {
        append(policy.version)
        for list in [policy.weights, policy.evidence, policy.choiceOfTimes] {
            append(list.count)
            for value in list { append(value) }
        }
        for value in [
            policy.broaderShare, policy.focusLimit, policy.requiredLevel, policy.requiredLevelHighIntensity, policy.fitFloor,
            policy.horizonDays, policy.firstWeekLoss, policy.laterWeekLoss, policy.neutral, policy.formatStep,
        ] { append(value) }
        append(policy.tieKey)
    }

    /// - Parameter candidate: in canonical order (``Candidate/inOrder``).
    mutating func append(_ candidate: Candidate) {
        append(candidate.id.uuid)
        append(candidate.credentials.count)
        for credential in candidate.credentials {
            append(credential.id)
            append(credential.jurisdiction)
            append(credential.validFrom.dayNumber)
            append(credential.expires?.dayNumber)
        }
        append(candidate.specialties.count)
        for specialty in candidate.specialties {
            append(specialty.concept)
            append(specialty.level)
            append(specialty.isFocus)
            append(specialty.verifiedOn?.dayNumber)
            append(specialty.expires?.dayNumber)
        }
        append(candidate.clientKinds)
        append(candidate.languages)
        append(candidate.formats.count)
        for format in candidate.formats { append(format.rawValue) }
        append(candidate.modalities)
        append(candidate.funding)
        append(candidate.feeCents)
        append(candidate.slidingFeeCents)
        append(candidate.gender)
        let load = candidate.caseload
        for value in [
            load.capacity, load.taken, load.intenseCapacity, load.intenseTaken, load.slidingCapacity, load.slidingTaken,
        ] { append(value) }
        append(candidate.lastAssigned.map { Int($0.microseconds) })
        append(candidate.openings.count)
        for opening in candidate.openings {
            append(opening.start.microseconds)
            append(opening.local.microsecondsAsIfUTC)
            append(opening.format.rawValue)
            append(opening.site)
        }
    }

    mutating func append(_ need: MatchNeed) {
        append(need.referral.uuid)
        append(need.concerns.count)
        for concern in need.concerns {
            append(concern.concept)
            append(concern.weight)
        }
        append(need.jurisdiction)
        append(need.clientKind)
        append(need.highIntensity)
        append(need.wants.languages)
        append(need.wants.formats.map(\.rawValue))
        append(need.wants.times.map { "\($0.strength.rawValue) \($0.importance) \($0.value.rawValue)" })
        append(need.wants.gender.map { "\($0.strength.rawValue) \($0.importance) \($0.value)" })
        append(need.wants.modalities.map { "\($0.value) \($0.strength.rawValue) \($0.importance)" }.sorted())
        append(need.wants.site.map { "\($0.strength.rawValue) \($0.importance) \($0.value)" })
        append(need.wants.therapist.map { "\($0.strength.rawValue) \($0.importance) \($0.value)" })
        append(need.wants.funding)
        append(need.wants.feeCeilingCents)
        for group in [need.keptApart, need.declined, need.workedWith] { append(group.map(\.uuid.uuidString).sorted()) }
    }
}
