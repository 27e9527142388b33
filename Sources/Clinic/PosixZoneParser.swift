/// Reads a `TZ` string; nil where it differs from the grammar in any way.
struct PosixZoneParser {
    private var rest: ArraySlice<UInt8>

    static func parse(_ text: some Collection<UInt8>) -> PosixZone? {
        var parser = PosixZoneParser(rest: Array(text)[...])
        return parser.zone()
    }

    private mutating func zone() -> PosixZone? {
        guard skipName(), let standard = offset(hours: 24) else { return nil }
        if rest.isEmpty { return PosixZone(standard: Int32(-standard), daylight: nil) }
        guard skipName() else { return nil }
        // An hour ahead, unless it says otherwise.
        var daylight = -standard + 3_600
        if let next = rest.first, next != UInt8(ascii: ",") {
            guard let given = offset(hours: 24) else { return nil }
            daylight = -given
        }
        guard skip(","), let begin = day(), skip(","), let end = day(), rest.isEmpty else { return nil }
        return PosixZone(standard: Int32(-standard), daylight: .init(offset: Int32(daylight), begin: begin, end: end))
    }

    private mutating func day() -> PosixDay? {
        guard let rule = rule() else { return nil }
        guard skip("/") else { return PosixDay(rule: rule, time: 7_200) }
        guard let time = offset(hours: 167) else { return nil }
        return PosixDay(rule: rule, time: Int64(time))
    }

    private mutating func rule() -> PosixDay.Rule? {
        if skip("J") { return number(in: 1...365).map(PosixDay.Rule.julian) }
        guard skip("M") else { return number(in: 0...365).map(PosixDay.Rule.dayOfYear) }
        guard let month = number(in: 1...12), skip("."), let week = number(in: 1...5), skip("."), let weekday = number(in: 0...6)
        else { return nil }
        return .monthWeekDay(month: month, week: week, weekday: weekday)
    }

    /// `[+-]hh[:mm[:ss]]` in seconds. POSIX counts a zone's offset westwards; the caller turns it round.
    private mutating func offset(hours limit: Int) -> Int? {
        let sign = skip("-") ? -1 : 1
        if sign == 1 { _ = skip("+") }
        guard let hours = number(in: 0...limit) else { return nil }
        var seconds = hours * 3_600
        if skip(":") {
            guard let minutes = number(in: 0...59) else { return nil }
            seconds += minutes * 60
            if skip(":") {
                guard let rest = number(in: 0...59) else { return nil }
                seconds += rest
            }
        }
        return sign * seconds
    }

    /// At least three letters, or anything of letters, digits and signs between angle brackets.
    private mutating func skipName() -> Bool {
        if skip("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")), end > rest.startIndex else { return false }
            rest = rest[(end + 1)...]
            return true
        }
        let name = rest.prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        rest = rest.dropFirst(name.count)
        return name.count >= 3
    }

    private mutating func number(in range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }.prefix(4)
        rest = rest.dropFirst(digits.count)
        guard !digits.isEmpty else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return range.contains(value) ? value : nil
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }
}
