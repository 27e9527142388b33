extension ZoneRules {
    /// When a day begins: 00:00, or 01:00 on the rare night whose first hour is skipped.
    public func start(of date: LocalDate) -> Instant? {
        for hour in 0...1 {
            guard let time = try? LocalTime(hour: hour, minute: 0) else { continue }
            if let instant = try? instant(of: LocalDateTime(date, time), choosing: .earlier) { return instant }
        }
        return nil
    }
}
