/// A moment, in whole microseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX; PostgreSQL's `timestamptz`).
///
/// Exact: no floating point takes part. Every `Int64` is an instant (years −290,308 to 294,247).
public struct Instant: Hashable, Comparable, Sendable {
    public let microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// Nil where the seconds do not fit.
    public init?(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return nil }
        microseconds = product
    }

    /// 1970-01-01T00:00:00Z.
    public static let epoch = Instant(microseconds: 0)
    /// Before every other instant; stands for "always".
    public static let earliest = Instant(microseconds: .min)
    /// After every other instant; stands for "never" and "for ever".
    public static let latest = Instant(microseconds: .max)

    /// Whole seconds since 1970, rounded towards the past.
    public var seconds: Int64 { CivilCalendar.floorDivide(microseconds, 1_000_000) }

    public static func < (one: Instant, other: Instant) -> Bool { one.microseconds < other.microseconds }

    /// Parts of a microsecond are dropped towards zero.
    /// - Throws: `.outOfRange` rather than wrapping round.
    public func adding(_ duration: Duration) throws(InstantError) -> Instant {
        guard let span = duration.wholeMicroseconds else { throw .outOfRange }
        let (sum, overflow) = microseconds.addingReportingOverflow(span)
        guard !overflow else { throw .outOfRange }
        return Instant(microseconds: sum)
    }

    /// Like ``adding(_:)``, but stops at ``earliest`` or ``latest``: for deadlines and horizons, where "for ever" is the right answer.
    public static func + (instant: Instant, duration: Duration) -> Instant {
        (try? instant.adding(duration)) ?? (duration < .zero ? .earliest : .latest)
    }

    /// Stops at ``earliest`` or ``latest``, as ``+(_:_:)`` does.
    public static func - (instant: Instant, duration: Duration) -> Instant {
        (try? instant.adding(.zero - duration)) ?? (duration < .zero ? .latest : .earliest)
    }

    /// Exact; negative where `self` is the later.
    public static func - (end: Instant, start: Instant) -> Duration {
        .microseconds(end.microseconds) - .microseconds(start.microseconds)
    }
}

/// Why there is no such moment.
public enum InstantError: Error, Equatable, Sendable {
    case outOfRange
    /// Not an RFC 3339 date-time with a zone offset.
    case notRFC3339
}

extension Duration {
    /// Stops at ±292 thousand million years rather than overflowing, as `hours` does.
    public static func minutes(_ count: some BinaryInteger) -> Duration { seconds(count, times: 60) }
    /// Of 60 minutes each. There is no `days`: a day may have 23 or 25 of them. Add days to a ``LocalDate``.
    public static func hours(_ count: some BinaryInteger) -> Duration { seconds(count, times: 3_600) }

    private static func seconds(_ count: some BinaryInteger, times factor: Int64) -> Duration {
        let (product, overflow) = Int64(clamping: count).multipliedReportingOverflow(by: factor)
        return .seconds(overflow ? (count < 0 ? Int64.min : Int64.max) : product)
    }

    /// Nil where they do not fit in 64 bits.
    public var wholeMicroseconds: Int64? {
        let (seconds, attoseconds) = components
        let (product, tooFar) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, overflow) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return tooFar || overflow ? nil : sum
    }
}
