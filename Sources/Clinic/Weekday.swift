/// ISO 8601: Monday is 1, Sunday 7.
public enum Weekday: Int, CaseIterable, Comparable, Sendable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    public static func < (one: Weekday, other: Weekday) -> Bool { one.rawValue < other.rawValue }

    /// `monday`: the word in JSON, configuration and CSV.
    public var code: String { String(describing: self) }

    /// `Tue`
    public var shortEnglish: String { String(code.prefix(3)).capitalisedFirst }

    /// - Parameter code: `monday` or `mon`, in any case.
    public init?(code: some StringProtocol) {
        let wanted = code.lowercased()
        guard let day = Self.allCases.first(where: { $0.code == wanted || String($0.code.prefix(3)) == wanted }) else {
            return nil
        }
        self = day
    }
}

extension String {
    /// ASCII only: names of days and places of ours.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
