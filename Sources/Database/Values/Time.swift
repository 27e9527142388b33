public import Clinic

/// PostgreSQL counts from 2000-01-01; `Instant` from 1970-01-01. Microseconds, and days, between the two.
private let epochMicroseconds: Int64 = 946_684_800_000_000
private let epochDays: Int64 = 10_957

private func appendTimestamp(_ microseconds: Int64, into bytes: inout [UInt8]) {
    let (shifted, overflow) = microseconds.subtractingReportingOverflow(epochMicroseconds)
    // `.min` means -infinity to PostgreSQL. An instant before 290,000 BC is out of its range, and must be refused rather than be taken for that.
    bytes.append(bigEndian: overflow || shifted == .min ? .min + 1 : shifted)
}

private func decodeMicroseconds(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> Int64 {
    let since2000: Int64 = try bytes.bigEndian()
    guard since2000 != .max, since2000 != .min else { throw .outOfRange(.init("infinity, which is not an instant")) }
    let (shifted, overflow) = since2000.addingReportingOverflow(epochMicroseconds)
    guard !overflow else { throw .outOfRange(.init("a time after the last instant")) }
    return shifted
}

/// `timestamptz`. `infinity` is refused: read it as ``OptionalInstant``.
extension Instant: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.timestamptz }
    public static var arrayType: UInt32 { 1185 }
    public func encode(into bytes: inout [UInt8]) { appendTimestamp(microseconds, into: &bytes) }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.timestamptz }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> Instant {
        Instant(microseconds: try decodeMicroseconds(bytes))
    }
}

/// `timestamptz` with its two infinities.
public enum OptionalInstant: DatabaseValue, Hashable {
    case beforeAll
    case at(Instant)
    case afterAll

    /// Nil for either infinity.
    public var instant: Instant? { if case .at(let instant) = self { instant } else { nil } }

    public static var databaseType: UInt32 { ObjectID.timestamptz }
    public static var arrayType: UInt32 { 1185 }
    public func encode(into bytes: inout [UInt8]) {
        switch self {
        case .beforeAll: bytes.append(bigEndian: Int64.min)
        case .at(let instant): instant.encode(into: &bytes)
        case .afterAll: bytes.append(bigEndian: Int64.max)
        }
    }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.timestamptz }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> OptionalInstant {
        switch try bytes.bigEndian(Int64.self) {
        case .max: .afterAll
        case .min: .beforeAll
        default: .at(try Instant.decode(bytes))
        }
    }
}

/// `timestamp`: a wall time without zone.
extension LocalDateTime: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.timestamp }
    public static var arrayType: UInt32 { 1115 }
    public func encode(into bytes: inout [UInt8]) { appendTimestamp(microsecondsAsIfUTC, into: &bytes) }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.timestamp }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> LocalDateTime {
        guard let value = LocalDateTime(microsecondsAsIfUTC: try decodeMicroseconds(bytes)) else {
            throw .outOfRange(.init("a year outside 1 to 9999"))
        }
        return value
    }
}

/// `date`.
extension LocalDate: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.date }
    public static var arrayType: UInt32 { 1182 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: Int32(Int64(dayNumber) - epochDays)) }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.date }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> LocalDate {
        // Infinity is `Int32.max` or `.min`, and so outside the years as well.
        guard let date = LocalDate(dayNumber: Int(Int64(try bytes.bigEndian(Int32.self)) + epochDays)) else {
            throw .outOfRange(.init("a date outside years 1 to 9999"))
        }
        return date
    }
}

/// `time`, 00:00 to 24:00.
extension LocalTime: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.time }
    public static var arrayType: UInt32 { 1183 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: microsecondsOfDay) }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.time }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> LocalTime {
        guard let time = LocalTime(microsecondsOfDay: try bytes.bigEndian()) else {
            throw .outOfRange(.init("a time outside 00:00 to 24:00"))
        }
        return time
    }
}
