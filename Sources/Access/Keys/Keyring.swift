public import Clinic

/// The clinic's secrets, which the database never sees: whoever has only a dump reads no secret text, forges no audit row and guesses no
/// password.
///
/// Written as one small file, a key on each line: its purpose, its name, and 32 bytes in base64url.
/// ```text
/// wrap   w1 4wTfUq…   wraps each client's own key; the last one wraps anew, the others still open
/// pepper p1 …         is mixed into every password
/// lookup l1 …         finds a mail address or a number exactly, without storing it
/// audit  a1 …         seals each row of the audit
/// sign   s1 …         signs the audit's checkpoints (the seed of an Ed25519 key)
/// ```
public struct Keyring: Sendable {
    /// A key that wraps clients' keys.
    public struct Wrapping: Sendable {
        /// 1 to 40 letters, digits, dots and dashes; stored beside what it wrapped.
        public let name: String
        public let key: SealingKey
    }

    /// What a key is for; the words of its file.
    public enum Purpose: String, Sendable, CaseIterable {
        case wrap, pepper, lookup, audit, sign
    }

    /// Oldest first, at least one.
    public let wrapping: [Wrapping]
    /// Each 32 bytes.
    public let pepper: [UInt8], lookup: [UInt8], audit: [UInt8], sign: [UInt8]
    private let names: [Purpose: String]

    /// The key that wraps from now on.
    public var current: Wrapping { wrapping[wrapping.count - 1] }

    /// Nil for a key that this ring does not have.
    public func wrapping(named name: String) -> Wrapping? { wrapping.first { $0.name == name } }

    private init(wrapping: [Wrapping], others: [Purpose: (name: String, bytes: [UInt8])]) {
        self.wrapping = wrapping
        let bytes = { (purpose: Purpose) in others[purpose]?.bytes ?? [] }
        (pepper, lookup, audit, sign) = (bytes(.pepper), bytes(.lookup), bytes(.audit), bytes(.sign))
        names = others.mapValues(\.name)
    }

    /// Five new keys.
    public static func random() -> Keyring {
        let others: [(Purpose, (name: String, bytes: [UInt8]))] = [Purpose.pepper, .lookup, .audit, .sign].map {
            ($0, (name: String($0.rawValue.prefix(1)) + "1", bytes: Secrets.randomBytes(32)))
        }
        return Keyring(
            wrapping: [Wrapping(name: "w1", key: .random())], others: Dictionary(uniqueKeysWithValues: others))
    }

    /// The same ring with a new key to wrap with; what the old ones wrapped still opens.
    public func addingWrapping() -> Keyring {
        var number = wrapping.count + 1
        while wrapping(named: "w\(number)") != nil { number += 1 }
        return Keyring(wrapping: wrapping + [Wrapping(name: "w\(number)", key: .random())], others: others)
    }

    /// The same ring without the keys that wrap nothing any more.
    public func keepingOnlyCurrent() -> Keyring { Keyring(wrapping: [current], others: others) }

    /// Something about a key that shows whether it is the same one, and nothing else about it: 16 bytes.
    public func fingerprint(of purpose: Purpose, named name: String? = nil) -> [UInt8] {
        let key: [UInt8] =
            switch purpose {
            case .wrap: (name.flatMap { wrapping(named: $0) } ?? current).key.bytes
            case .pepper: pepper
            case .lookup: lookup
            case .audit: audit
            case .sign: sign
            }
        return Array(Secrets.hmacSHA256(key: key, "attune fingerprint \(purpose.rawValue)".utf8).prefix(16))
    }

    /// What the file calls a key; for `wrap` the current one.
    public func name(of purpose: Purpose) -> String { purpose == .wrap ? current.name : names[purpose] ?? "" }

    private var others: [Purpose: (name: String, bytes: [UInt8])] {
        let bytes: [Purpose: [UInt8]] = [.pepper: pepper, .lookup: lookup, .audit: audit, .sign: sign]
        return names.reduce(into: [:]) { $0[$1.key] = (name: $1.value, bytes: bytes[$1.key] ?? []) }
    }
}

extension Keyring {
    /// Reads a ring. Blank lines and lines that begin with `#` are passed over; `;` ends a line too, so that a ring fits a variable.
    /// - Throws: ``KeyringError``, which names a line and never what stands there.
    public static func parse(_ text: String) throws(KeyringError) -> Keyring {
        guard SealingKey.isAvailable else { throw .noHardware }
        var wrapping: [Wrapping] = []
        var others: [Purpose: (name: String, bytes: [UInt8])] = [:]
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline || $0 == ";" }
        for (index, line) in lines.enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            let number = index + 1
            guard let purpose = Purpose(rawValue: String(first)) else { throw .malformed(line: number, why: .unknownPurpose) }
            guard words.count == 3, isName(words[1]) else { throw .malformed(line: number, why: .notThreeWords) }
            guard let bytes = Secrets.bytes(base64url: words[2]), let key = SealingKey(bytes) else {
                throw .malformed(line: number, why: .notAKey)
            }
            let name = String(words[1])
            if purpose == .wrap, !wrapping.contains(where: { $0.name == name }) {
                wrapping.append(Wrapping(name: name, key: key))
            } else if purpose != .wrap, others[purpose] == nil {
                others[purpose] = (name, bytes)
            } else {
                throw .malformed(line: number, why: .twice)
            }
        }
        for purpose in Purpose.allCases where purpose == .wrap ? wrapping.isEmpty : others[purpose] == nil {
            throw .lacks(purpose)
        }
        return Keyring(wrapping: wrapping, others: others)
    }

    /// The file's text, which ``parse(_:)`` reads back.
    public var text: String {
        var text = """
            # Attune's keys. Without them the database's secret text cannot be read by anybody, ever again: keep a copy apart from
            # the database and its backups, and let nobody else read it.

            """
        for wrap in wrapping { text += "wrap \(wrap.name) \(Secrets.base64url(wrap.key.bytes))\n" }
        for purpose in Purpose.allCases {
            guard let other = others[purpose] else { continue }
            text += "\(purpose.rawValue) \(other.name) \(Secrets.base64url(other.bytes))\n"
        }
        return text
    }

    private static func isName(_ word: Substring) -> Bool {
        word.count <= 40
            && word.utf8.allSatisfy {
                $0 == 0x2D || $0 == 0x2E || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20)
            }
    }
}
