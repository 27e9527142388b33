/// Reads dates and times from text, byte by byte; nil, and nothing half done that a caller would keep, where the text differs.
struct TextScanner {
    enum Seconds { case required, optional }

    private var rest: ArraySlice<UInt8>

    init(_ text: some StringProtocol) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(anyOf characters: String) -> Bool {
        guard let first = rest.first, characters.utf8.contains(first) else { return false }
        rest.removeFirst()
        return true
    }

    /// Exactly `count` ASCII digits.
    mutating func number(digits count: Int) -> Int? {
        guard rest.count >= count else { return nil }
        var value = 0
        for byte in rest.prefix(count) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        rest.removeFirst(count)
        return value
    }

    /// `2026-12-01`
    mutating func date() -> LocalDate? {
        guard let year = number(digits: 4), skip(anyOf: "-"), let month = number(digits: 2), skip(anyOf: "-"),
            let day = number(digits: 2)
        else { return nil }
        return try? LocalDate(year: year, month: month, day: day)
    }

    /// `12:00`, `12:00:30`, `12:00:30.25`
    mutating func time(seconds: Seconds) -> LocalTime? {
        guard let hour = number(digits: 2), skip(anyOf: ":"), let minute = number(digits: 2) else { return nil }
        guard skip(anyOf: ":") else {
            return seconds == .required ? nil : try? LocalTime(hour: hour, minute: minute)
        }
        guard let second = number(digits: 2) else { return nil }
        var fraction = 0
        if skip(anyOf: ".") {
            guard let read = fractionInMicroseconds() else { return nil }
            fraction = read
        }
        return try? LocalTime(hour: hour, minute: minute, second: second, microsecond: fraction)
    }

    /// `Z`, `+05:30`, `-07:00`. RFC 3339 allows −23:59 to +23:59.
    mutating func offsetSeconds() -> Int? {
        if skip(anyOf: "Zz") { return 0 }
        let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
        guard skip(anyOf: "+-"), let hours = number(digits: 2), hours < 24, skip(anyOf: ":"), let minutes = number(digits: 2),
            minutes < 60
        else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }

    private mutating func fractionInMicroseconds() -> Int? {
        var value = 0
        var digits = 0
        while let byte = rest.first, (0x30...0x39).contains(byte) {
            if digits < 6 {
                value = value * 10 + Int(byte - 0x30)
            } else if byte != 0x30 {
                return nil
            }
            digits += 1
            rest.removeFirst()
        }
        guard digits > 0 else { return nil }
        for _ in digits..<max(digits, 6) { value *= 10 }
        return value
    }
}
