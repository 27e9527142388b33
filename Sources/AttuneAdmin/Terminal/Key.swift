/// One key as a terminal sends it.
enum Key: Sendable, Equatable {
    case character(Character)
    case enter, escape, backspace, up, down, pageUp, pageDown, home, end
    /// Ctrl and a letter, `c` for 3.
    case control(Character)
}

extension Key {
    /// Everything that one read gave: letters of UTF-8, and the sequences that arrow keys send (ECMA-48, xterm). What is neither is passed
    /// over.
    static func parse(_ bytes: [UInt8]) -> [Key] {
        var keys: [Key] = []
        var rest = bytes[...]
        while let byte = rest.first {
            rest.removeFirst()
            switch byte {
            case 0x1B:
                guard let next = rest.first, next == UInt8(ascii: "[") || next == UInt8(ascii: "O") else {
                    keys.append(.escape)
                    continue
                }
                rest.removeFirst()
                let parameters = rest.prefix { (0x30...0x3F).contains($0) }
                rest = rest.dropFirst(parameters.count)
                guard let final = rest.popFirst() else { continue }
                if let key = sequence(final, String(decoding: parameters, as: UTF8.self)) { keys.append(key) }
            case 0x0D, 0x0A: keys.append(.enter)
            case 0x7F, 0x08: keys.append(.backspace)
            case 0x01...0x1A: keys.append(.control(Character(Unicode.Scalar(byte + 0x60))))
            case 0x20...0x7E: keys.append(.character(Character(Unicode.Scalar(byte))))
            case 0xC0...:
                let letter = [byte] + rest.prefix { $0 & 0xC0 == 0x80 }
                rest = rest.dropFirst(letter.count - 1)
                if let text = String(validating: letter, as: UTF8.self), let one = text.first { keys.append(.character(one)) }
            default: continue
            }
        }
        return keys
    }

    private static func sequence(_ final: UInt8, _ parameters: String) -> Key? {
        switch (final, parameters) {
        case (UInt8(ascii: "A"), _): .up
        case (UInt8(ascii: "B"), _): .down
        case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), "1"), (UInt8(ascii: "~"), "7"): .home
        case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), "4"), (UInt8(ascii: "~"), "8"): .end
        case (UInt8(ascii: "~"), "5"): .pageUp
        case (UInt8(ascii: "~"), "6"): .pageDown
        default: nil
        }
    }
}
