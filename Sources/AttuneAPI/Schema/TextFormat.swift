import Clinic

/// A form that a text must have beyond its length; `format` and `pattern` are what JSON Schema calls it.
enum TextFormat: String, Sendable {
    case uuid
    /// `2026-12-01`.
    case date
    /// RFC 3339 with an offset: `2026-12-01T19:00:00Z`.
    case instant
    /// A moment with its offset, or a wall-clock time without one: `2026-12-01T12:00`.
    case start
    /// `09:30`: a wall-clock time without seconds.
    case time
    /// BCP 47, the part that the clinic uses: `en`, `fr-CA`.
    case language
    /// A zone of the system's database: `America/Vancouver`.
    case zone
    /// `CA-BC`.
    case jurisdiction
    /// A concept's code: `complex_trauma`.
    case code
    /// `maya-lindqvist`.
    case slug
    /// At least one character that is not a space.
    case visible
    /// For headers.
    case visibleASCII

    var format: String? {
        switch self {
        case .uuid: "uuid"
        case .date: "date"
        case .instant: "date-time"
        default: nil
        }
    }

    /// ECMA 262, anchored.
    var pattern: String? {
        switch self {
        case .uuid: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
        case .date: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
        case .instant: nil
        case .start: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$"
        case .time: "^([01][0-9]|2[0-3]):[0-5][0-9]$"
        case .language: "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"
        case .zone: "^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$"
        case .jurisdiction: "^[A-Z]{2}-[A-Z]{2}$"
        case .code: "^[a-z][a-z0-9_]{1,62}$"
        case .slug: "^[a-z0-9]+(-[a-z0-9]+)*$"
        case .visible: "^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$"
        case .visibleASCII: "^[!-~]+$"
        }
    }

    /// What to write instead, for a person.
    var hint: String {
        switch self {
        case .uuid: "Send an id of 36 characters, such as 01931f0e-6f00-7000-8000-000000000001."
        case .date: "Send a date such as 2026-12-01."
        case .instant: "Send a time with its offset, such as 2026-12-01T12:00:00-07:00 or 2026-12-01T19:00:00Z."
        case .start:
            "Send a time with its offset, such as 2026-12-01T12:00:00-07:00, or one on the therapist's clock, such as 2026-12-01T12:00."
        case .time: "Send a time such as 09:30."
        case .language: "Send a language code such as en or fr-CA."
        case .zone: "Send a zone such as America/Vancouver."
        case .jurisdiction: "Send a country and province such as CA-BC."
        case .code: "Send a code of small letters, digits and underscores, such as complex_trauma."
        case .slug: "Send small letters and digits with single hyphens between them."
        case .visible: "Write at least one visible character."
        case .visibleASCII: "Send visible ASCII characters."
        }
    }

    func accepts(_ text: String) -> Bool {
        switch self {
        case .uuid: UUIDText.parse(text) != nil
        case .date: (try? LocalDate(text)) != nil
        case .instant: WireInstant.parse(text) != nil
        case .start: WireInstant.parse(text) != nil || (try? LocalDateTime(text)) != nil
        case .time: isTime(text)
        case .language: isLanguage(text)
        case .zone: isZone(text)
        case .jurisdiction:
            text.utf8.count == 5
                && text.utf8.enumerated().allSatisfy { $0.offset == 2 ? $0.element == UInt8(ascii: "-") : isCapital($0.element) }
        case .code:
            (2...63).contains(text.utf8.count) && text.utf8.first.map(isSmall) == true
                && text.utf8.allSatisfy { isSmall($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
        case .slug:
            text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && $0.utf8.allSatisfy { isSmall($0) || isDigit($0) }
            }
        case .visible: text.unicodeScalars.contains { !$0.properties.isWhitespace }
        case .visibleASCII: !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        }
    }

    private func isTime(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), [0, 1, 3, 4].allSatisfy({ isDigit(bytes[$0]) }) else {
            return false
        }
        let hour = (bytes[0], bytes[1])
        return hour <= (UInt8(ascii: "2"), UInt8(ascii: "3")) && bytes[3] <= UInt8(ascii: "5")
    }

    private func isLanguage(_ text: String) -> Bool {
        var parts = text.split(separator: "-", omittingEmptySubsequences: false)[...]
        guard let first = parts.popFirst(), (2...3).contains(first.utf8.count), first.utf8.allSatisfy(isSmall) else {
            return false
        }
        if let script = parts.first, script.utf8.count == 4 {
            guard script.utf8.first.map(isCapital) == true, script.utf8.dropFirst().allSatisfy(isSmall) else { return false }
            parts.removeFirst()
        }
        if let region = parts.popFirst() { return region.utf8.count == 2 && region.utf8.allSatisfy(isCapital) && parts.isEmpty }
        return true
    }

    private func isZone(_ text: String) -> Bool {
        guard text.utf8.first.map(isCapital) == true else { return false }
        return text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty
                && $0.utf8.allSatisfy {
                    isSmall($0) || isCapital($0) || isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "+")
                        || $0 == UInt8(ascii: "-")
                }
        }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private func isSmall(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
}
