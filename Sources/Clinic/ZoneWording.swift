extension ZoneRules {
    /// As people read it: `Tue 1 Dec 2026, 12:00 Pacific Time (UTC−7)`; in French `mar. 1er déc. 2026, 12 h 00, heure du Pacifique (UTC−7)`.
    /// Minutes are shown, seconds are not. Languages other than French read English.
    public func wording(of instant: Instant, in language: Language = .english) -> String {
        let local = local(of: instant)
        let day = Self.dayWording(local.date, in: language)
        let offset = zone == .utc ? "" : " (\(Self.offsetWording(offset(at: instant))))"
        let (hour, minute) = (padded(local.time.hour, 2), padded(local.time.minute, 2))
        return language.primary == "fr"
            ? "\(day), \(local.time.hour) h \(minute), \(zone.spoken(in: language))\(offset)"
            : "\(day), \(hour):\(minute) \(zone.spoken(in: language))\(offset)"
    }

    /// `Tue 1 Dec 2026`, `mar. 1er déc. 2026`.
    public static func dayWording(_ date: LocalDate, in language: Language = .english) -> String {
        let french = language.primary == "fr"
        let weekday = french ? frenchWeekdays[date.weekday.rawValue - 1] : date.weekday.shortEnglish
        let month = (french ? frenchMonths : englishMonths)[date.month - 1]
        let day = french && date.day == 1 ? "1er" : String(date.day)
        return "\(weekday) \(day) \(month) \(date.year)"
    }

    /// `UTC`, `UTC−7`, `UTC+5:30`; with a true minus sign. Seconds, which only zones before 1972 have, are dropped.
    public static func offsetWording(_ seconds: Int) -> String {
        let minutes = abs(seconds) / 60
        if minutes == 0 { return "UTC" }
        let rest = minutes % 60 == 0 ? "" : ":" + padded(minutes % 60, 2)
        return "UTC" + (seconds < 0 ? "\u{2212}" : "+") + String(minutes / 60) + rest
    }

    private static let englishMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let frenchMonths = [
        "janv.", "févr.", "mars", "avril", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.",
    ]
    private static let frenchWeekdays = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."]
}
