internal import Clinic
internal import Therapists

/// A published therapist as a vCard 4.0 (RFC 6350; pronouns by RFC 9554): UTF-8, CRLF, lines folded at 75 octets and never inside a
/// character, values escaped. Whether she has places is not in it: a card is kept, and places change.
public struct VCard: Sendable, Hashable {
    public let text: String

    /// - Parameters:
    ///   - organisation: the clinic's name.
    ///   - address: of the directory's page, for `URL`; nil where the public address is not known.
    ///   - label: a concept's label.
    public init(_ therapist: PublicTherapist, organisation: String?, address: String?, label: (String) -> String) {
        var lines = [
            "BEGIN:VCARD", "VERSION:4.0", "KIND:individual", "UID:urn:uuid:\(therapist.id.uuid.text)",
            "FN:\(Self.escaped(therapist.name))",
        ]
        if let organisation { lines.append("ORG:\(Self.escaped(organisation))") }
        if let pronouns = therapist.pronouns { lines.append("PRONOUNS:\(Self.escaped(pronouns))") }
        if let gender = therapist.gender { lines.append("GENDER:;\(Self.escaped(gender))") }
        for (place, language) in (therapist.languages ?? []).enumerated() {
            lines.append("LANG;PREF=\(place + 1):\(language.code)")
        }
        if let credentials = therapist.credentials, !credentials.isEmpty {
            lines.append("TITLE:\(Self.escaped(credentials.map { $0.replacing("_", with: " ") }.joined(separator: ", ")))")
        }
        if let specialties = therapist.specialties, !specialties.isEmpty {
            // A comma between them is the list's own; one inside a label is escaped.
            lines.append("CATEGORIES:\(specialties.map { Self.escaped(label($0)) }.joined(separator: ","))")
        }
        if let profile = therapist.profile { lines.append("NOTE:\(Self.escaped(profile))") }
        if let address { lines.append("URL:\(Self.uri(address))") }
        lines.append("END:VCARD")
        text = lines.map { Self.folded($0) + "\r\n" }.joined()
    }

    /// Backslash, comma, semicolon and line breaks, as RFC 6350, 3.4 has it; other control characters have no place in a card.
    static func escaped(_ value: String) -> String {
        var out = ""
        for scalar in value.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar {
            case "\\": out += "\\\\"
            case ",": out += "\\,"
            case ";": out += "\\;"
            case "\n", "\r": out += "\\n"
            case _ where scalar.value < 0x20 && scalar != "\t" || scalar.value == 0x7F: continue
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// A URI is not escaped; what cannot be in one is left out, so that nothing begins a line of its own.
    private static func uri(_ text: String) -> String {
        String(text.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F })
    }

    /// At most 75 octets a line without its break; the next begins with a space.
    static func folded(_ line: String) -> String {
        var out = "", width = 0
        for scalar in line.unicodeScalars {
            let size = UTF8.width(scalar)
            if width + size > 75 {
                out += "\r\n "
                width = 1
            }
            out.unicodeScalars.append(scalar)
            width += size
        }
        return out
    }
}
