public import Clinic

/// `tstzrange`, whatever PostgreSQL holds: empty, unbounded, bounds included or not. For ranges that are always bounded and half-open, as
/// appointments are, read ``TimeRange``.
public enum InstantRange: DatabaseValue, Hashable {
    case empty
    case between(lower: Bound, upper: Bound)

    /// One end. `OptionalInstant` within it, because `[infinity,)` is a value of its own in PostgreSQL.
    public enum Bound: Hashable, Sendable {
        case unbounded
        case included(OptionalInstant)
        case excluded(OptionalInstant)
    }

    /// `[start, end)`
    public init(_ range: TimeRange) {
        self = .between(lower: .included(.at(range.start)), upper: .excluded(.at(range.end)))
    }

    public static var databaseType: UInt32 { ObjectID.tstzrange }
    public static var arrayType: UInt32 { 3911 }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.tstzrange }

    // `range_send`: one byte of flags, then each bound that exists behind its length (src/include/utils/rangetypes.h).
    private static let emptyFlag: UInt8 = 0x01
    private static let lowerIncluded: UInt8 = 0x02
    private static let upperIncluded: UInt8 = 0x04
    private static let lowerUnbounded: UInt8 = 0x08
    private static let upperUnbounded: UInt8 = 0x10

    public func encode(into bytes: inout [UInt8]) {
        guard case .between(let lower, let upper) = self else {
            bytes.append(Self.emptyFlag)
            return
        }
        var flags: UInt8 = 0
        switch lower {
        case .unbounded: flags |= Self.lowerUnbounded
        case .included: flags |= Self.lowerIncluded
        case .excluded: break
        }
        switch upper {
        case .unbounded: flags |= Self.upperUnbounded
        case .included: flags |= Self.upperIncluded
        case .excluded: break
        }
        bytes.append(flags)
        for bound in [lower, upper] {
            switch bound {
            case .unbounded: break
            case .included(let instant), .excluded(let instant): bytes.appendLengthPrefixed { instant.encode(into: &$0) }
            }
        }
    }

    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> InstantRange {
        var reader = BytesReader(bytes)
        let flags = try reader.integer(UInt8.self)
        if flags & emptyFlag != 0 { return .empty }
        var bounds: (Bound, Bound) = (.unbounded, .unbounded)
        if flags & lowerUnbounded == 0 { bounds.0 = try bound(&reader, included: flags & lowerIncluded != 0) }
        if flags & upperUnbounded == 0 { bounds.1 = try bound(&reader, included: flags & upperIncluded != 0) }
        guard reader.isAtEnd else { throw .wrongLength }
        return .between(lower: bounds.0, upper: bounds.1)
    }

    private static func bound(_ reader: inout BytesReader, included: Bool) throws(ValueError) -> Bound {
        guard let bytes = try reader.lengthPrefixed() else { throw .wrongLength }
        let instant = try OptionalInstant.decode(bytes)
        return included ? .included(instant) : .excluded(instant)
    }
}

/// `tstzrange` that is bounded and half-open; anything else is refused when read: use ``InstantRange``.
extension TimeRange: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.tstzrange }
    public static var arrayType: UInt32 { 3911 }
    public func encode(into bytes: inout [UInt8]) { InstantRange(self).encode(into: &bytes) }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.tstzrange }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> TimeRange {
        guard case .between(.included(.at(let start)), .excluded(.at(let end))) = try InstantRange.decode(bytes),
            let range = try? TimeRange(start: start, end: end)
        else { throw .outOfRange(.init("a range that is empty, unbounded or not half-open")) }
        return range
    }
}
