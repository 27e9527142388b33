internal import Access
internal import Clinic

/// An address or a number in the one spelling by which it is found: what people write in many ways is one thing.
struct ContactLookup: Hashable {
    /// `email` or `number`: a number is the same whether it is called or written to.
    let kind: String
    /// `ana@example.org`, `+12505550123`.
    let value: String

    /// Nil for what can be neither.
    init?(_ text: String) {
        let text = text.trimmingWhitespace()
        if ContactPoint.Channel.email.accepts(text) {
            (kind, value) = ("email", text.lowercased())
            return
        }
        guard ContactPoint.Channel.phone.accepts(text) else { return nil }
        var digits = text.filter { $0.isASCII && $0.isNumber }
        if text.hasPrefix("+") {
            // A country code is there already.
        } else if digits.hasPrefix("00") {
            digits.removeFirst(2)
        } else if digits.hasPrefix("011"), digits.count > 11 {
            digits.removeFirst(3)
        } else if digits.count == 10 {
            // As people here write one: without the country, which is North America's.
            digits = "1" + digits
        }
        (kind, value) = ("number", "+" + digits)
    }

    func index(in vault: Vault) -> [UInt8] { vault.blindIndex(kind, value) }
}
