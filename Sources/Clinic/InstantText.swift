// RFC 3339, in UTC when written, with any offset when read.

extension Instant: CustomStringConvertible {
    /// - Parameter text: `2026-12-01T19:00:00Z`, `2026-12-01T12:00:00.250-07:00`. Up to six digits of a second; more are refused
    ///   unless they are zeros. A leap second (`:60`) is refused: no clock of ours can hold it.
    /// - Throws: `.notRFC3339`.
    public init(rfc3339 text: some StringProtocol) throws(InstantError) {
        var scanner = TextScanner(text)
        guard let date = scanner.date(), scanner.skip(anyOf: "Tt "), let time = scanner.time(seconds: .required),
            time < .endOfDay,
            let offset = scanner.offsetSeconds(), scanner.isAtEnd
        else { throw .notRFC3339 }
        let local = LocalDateTime(date, time)
        microseconds = local.microsecondsAsIfUTC - Int64(offset) * 1_000_000
    }

    /// `2026-12-01T19:00:00Z`; with six digits of a second where it has a fraction.
    /// Years outside 0000…9999 get a sign and as many digits as they need (ISO 8601's expanded form).
    public var description: String {
        let day = CivilCalendar.floorDivide(microseconds, CivilCalendar.microsecondsPerDay)
        let (year, month, dayOfMonth) = CivilCalendar.date(dayNumber: Int(day))
        // Not `microseconds - day * perDay`: for the earliest instants that product does not fit.
        let rest =
            (microseconds % CivilCalendar.microsecondsPerDay + CivilCalendar.microsecondsPerDay)
            % CivilCalendar.microsecondsPerDay
        var text = ""
        if !(0...9_999).contains(year) { text += year < 0 ? "-" : "+" }
        text += padded(abs(year), 4) + "-" + padded(month, 2) + "-" + padded(dayOfMonth, 2) + "T"
        text += clockText(rest, withSeconds: true) + "Z"
        return text
    }
}

func padded(_ value: some BinaryInteger, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// `12:00`, `12:00:00` or `12:00:00.250000`.
func clockText(_ microsecondsOfDay: Int64, withSeconds: Bool) -> String {
    let seconds = microsecondsOfDay / 1_000_000
    let fraction = microsecondsOfDay % 1_000_000
    var text = padded(seconds / 3_600, 2) + ":" + padded(seconds / 60 % 60, 2)
    if withSeconds || seconds % 60 != 0 || fraction != 0 { text += ":" + padded(seconds % 60, 2) }
    if fraction != 0 { text += "." + padded(fraction, 6) }
    return text
}
