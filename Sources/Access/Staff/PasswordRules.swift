/// What a new password must be: long, and not one of the first that anybody would try. No demand for digits or signs, which make
/// passwords worse (NIST SP 800-63B); no expiry either.
enum PasswordRules {
    static let length = 12...256

    /// - Parameter known: what an attacker knows of its owner: address and name.
    static func check(_ password: String, known: [String] = []) throws(StaffError) {
        guard password.unicodeScalars.count >= length.lowerBound else { throw .passwordTooShort }
        guard password.unicodeScalars.count <= length.upperBound else { throw .passwordTooLong }
        guard !isCommon(password, known: known) else { throw .passwordCommon }
    }

    private static func isCommon(_ password: String, known: [String]) -> Bool {
        let plain = password.lowercased().filter { !$0.isWhitespace }
        if CommonPasswords.all.contains(plain) || Set(plain).count < 4 { return true }
        // A common word and a number or a sign is as common: password2026!, juniper-1234.
        let letters = plain.filter { $0.isLetter }
        let leet: [Character: Character] = [
            "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
        ]
        let core = plain.drop { !$0.isLetter }.reversed().drop { !$0.isLetter }.reversed()
        let read = String(core.map { leet[$0] ?? $0 }).filter { $0.isLetter }
        let words = CommonPasswords.words.union(
            known.flatMap { text in
                [text.lowercased().filter { $0.isLetter }]
                    + text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { $0.filter { $0.isLetter } }
            }
            .filter { $0.count >= 3 })
        if words.contains(letters) || words.contains(read) { return true }
        // The same few characters again and again, or a run along the keyboard or the alphabet.
        for size in 1...6 where plain.count >= 2 * size {
            let unit = String(plain.prefix(size))
            if String(repeating: unit, count: plain.count / size + 1).hasPrefix(plain) { return true }
        }
        return CommonPasswords.runs.contains { run in
            (run + run).contains(plain) || String((run + run).reversed()).contains(plain)
        }
    }
}
