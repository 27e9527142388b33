/// Instants that tell current zone rules from old ones: Canadian clocks changed their habits in 2026 (tz release 2026b), and software
/// that carries rules of its own books an hour wrong from then on.
public enum ZoneCanary {
    /// What a wall clock shows, and the one instant that current rules make of it.
    public struct Expectation: Hashable, Sendable {
        public let zone: ZoneID
        public let local: LocalDateTime
        public let instant: Instant
    }

    /// 2026-12-01 12:00 in Vancouver (UTC−7), Edmonton (UTC−6) and Winnipeg (UTC−5).
    public static let expectations: [Expectation] = [
        ("America/Vancouver", "2026-12-01T19:00:00Z"), ("America/Edmonton", "2026-12-01T18:00:00Z"),
        ("America/Winnipeg", "2026-12-01T17:00:00Z"),
    ].compactMap { name, text in
        guard let zone = ZoneID(name), let noon = try? LocalDateTime("2026-12-01T12:00"),
            let instant = try? Instant(rfc3339: text)
        else { return nil }
        return Expectation(zone: zone, local: noon, instant: instant)
    }

    /// To be called at start-up and by `attune doctor`, before any time is booked.
    /// - Throws: with the fix in the message.
    public static func check(_ catalogue: ZoneCatalogue) throws(ZoneCanaryFailure) {
        for expectation in expectations {
            let rules: ZoneRules
            do { rules = try catalogue.rules(expectation.zone) } catch { throw .noRules(expectation.zone, error) }
            try check(expectation, resolved: try? rules.instant(of: expectation.local), by: .zoneFiles)
        }
    }

    /// For another authority's answer, PostgreSQL's for one.
    public static func check(
        _ expectation: Expectation, resolved: Instant?, by authority: ZoneCanaryFailure.Authority
    ) throws(ZoneCanaryFailure) {
        guard resolved == expectation.instant else { throw .outdated(expectation.zone, authority) }
    }
}

/// Booking with these rules would promise the wrong hour, so nothing starts.
public enum ZoneCanaryFailure: Refusal, Equatable {
    /// Whose rules are wrong: the system's zone files, or PostgreSQL's.
    public enum Authority: String, Sendable { case zoneFiles, postgresql }

    case outdated(ZoneID, Authority)
    case noRules(ZoneID, ZoneError)

    public var kind: RefusalKind { .unavailable }

    public var code: String {
        switch self {
        case .outdated: "time.zone_rules_outdated"
        case .noRules(_, let error): error.code
        }
    }

    public var message: String {
        switch self {
        case .outdated(let zone, .zoneFiles):
            """
            This machine's clock rules for \(zone) are older than 2026, so appointments would be an hour wrong. \
            Upgrade tzdata (apt-get install --only-upgrade tzdata), then restart PostgreSQL and Attune.
            """
        case .outdated(let zone, .postgresql):
            """
            PostgreSQL's clock rules for \(zone) are older than 2026, so appointments would be an hour wrong. \
            Upgrade tzdata (apt-get install --only-upgrade tzdata), then restart PostgreSQL; it keeps the rules it started with.
            """
        case .noRules(_, let error): error.message
        }
    }
}
