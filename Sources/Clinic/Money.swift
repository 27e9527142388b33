/// An amount in whole cents (the currency's hundredths) and an ISO 4217 code: exact, never a floating-point number.
public struct Money: Hashable, Sendable, CustomStringConvertible {
    public let cents: Int64
    /// Three capital letters: `CAD`.
    public let currency: String

    /// Nil unless `currency` is three letters A–Z.
    public init?(cents: Int64, currency: String) {
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else { return nil }
        self.cents = cents
        self.currency = currency
    }

    /// - Throws: `.differentCurrencies`, `.outOfRange`.
    public func adding(_ other: Money) throws(MoneyError) -> Money {
        guard currency == other.currency else { throw .differentCurrencies }
        let (sum, overflow) = cents.addingReportingOverflow(other.cents)
        guard !overflow, let money = Money(cents: sum, currency: currency) else { throw .outOfRange }
        return money
    }

    /// `CAD 140.00`
    public var description: String {
        let magnitude = cents.magnitude
        return "\(currency) \(cents < 0 ? "-" : "")\(magnitude / 100).\(padded(magnitude % 100, 2))"
    }
}

/// Why two amounts have no sum.
public enum MoneyError: Error, Equatable, Sendable {
    case differentCurrencies
    case outOfRange
}
