public import Clinic

/// A service of somebody else's, for clients whom nobody here fits.
public struct ExternalService: Sendable, Hashable {
    public typealias ID = TypedID<ExternalService>

    /// What sort of help it gives.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case counselling, medical, crisis, peer, housing, legal, other
    }

    public let id: ID
    public let facts: Facts
    public let isRetired: Bool
    public let version: Int
    /// Nobody has made sure for half a year that it is there and takes people.
    public let isStale: Bool

    /// What is known of it, checked: what is in one can be stored.
    public struct Facts: Sendable, Hashable {
        /// 1 to 200 characters; by it a service is known again.
        public let name: String
        public let kind: Kind
        /// How its staff are reached: 1 to 500 characters.
        public let contact: String
        /// A town or a province, as people say it: 1 to 100 characters.
        public let region: String
        /// Codes of the vocabulary, sorted.
        public let concepts: [String]
        /// `en`, `fr`, …
        public let languages: [String]
        public let funding: [String]
        public let checkedOn: LocalDate

        public init(
            name: String, kind: Kind, contact: String, region: String, concepts: [String] = [], languages: [String] = ["en"],
            funding: [String] = [], checkedOn: LocalDate
        ) throws(ReferralRefusal) {
            self.name = try Self.line(name, "name", 200)
            self.kind = kind
            self.contact = try Self.line(contact, "contact", 500)
            self.region = try Self.line(region, "region", 100)
            self.concepts = Set(concepts).sorted()
            guard concepts.count <= 50, funding.count <= 50, (1...20).contains(languages.count) else {
                throw .invalid(field: "languages", problem: "name at least one language, and no more than a few dozen codes.")
            }
            var codes: [String] = []
            for language in languages {
                guard let known = Language(language) else {
                    throw .invalid(field: "languages", problem: "write languages as en, fr or pa.")
                }
                codes.append(known.primary)
            }
            self.languages = Set(codes).sorted()
            self.funding = try Set(funding.map { text throws(ReferralRefusal) in try Self.line(text, "funding", 100) }).sorted()
            self.checkedOn = checkedOn
        }

        private static func line(_ text: String, _ field: String, _ length: Int) throws(ReferralRefusal) -> String {
            let text = text.trimmingWhitespace()
            let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
            guard isPlain, (1...length).contains(text.unicodeScalars.count) else {
                throw .invalid(field: field, problem: "write one line of 1 to \(length) characters.")
            }
            return text
        }
    }
}
