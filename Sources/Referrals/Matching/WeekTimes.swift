public import Clinic

/// Part of a day, as people say when they can come.
public enum DayPart: UInt8, CaseIterable, Sendable, Hashable {
    /// Before 12:00.
    case morning
    /// 12:00 to 16:59.
    case afternoon
    /// From 17:00.
    case evening

    public init(hour: Int) { self = hour < 12 ? .morning : hour < 17 ? .afternoon : .evening }
    public var code: String {
        switch self {
        case .morning: "morning"
        case .afternoon: "afternoon"
        case .evening: "evening"
        }
    }
}

/// Parts of a week, such as "Thursday evening": 21 bits, Monday morning first, in the clinic's wall-clock time.
public struct WeekTimes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue & 0x1f_ffff }

    public init(_ weekday: Weekday, _ part: DayPart) {
        self.init(rawValue: 1 << UInt32((weekday.rawValue - 1) * 3 + Int(part.rawValue)))
    }

    /// All 21 parts.
    public static let any = WeekTimes(rawValue: 0x1f_ffff)

    /// This part of every day.
    public static func every(_ part: DayPart) -> WeekTimes {
        WeekTimes(rawValue: 0b001_001_001_001_001_001_001 << UInt32(part.rawValue))
    }
    /// The whole of one day.
    public static func day(_ weekday: Weekday) -> WeekTimes { WeekTimes(rawValue: 0b111 << UInt32((weekday.rawValue - 1) * 3)) }

    /// `thursday_evening`, one for each part that is set, Monday morning first; `any` when all are.
    public var codes: [String] {
        if self == .any { return ["any"] }
        return (0..<21).filter { rawValue & (1 << UInt32($0)) != 0 }.map {
            "\(Self.dayNames[$0 / 3])_\((DayPart(rawValue: UInt8($0 % 3)) ?? .morning).code)"
        }
    }

    static let dayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
}
