import Referrals

/// What a referral asks for, as every page of staff shows it.
enum ReferralParts {
    /// - Parameter label: a concept in words.
    static func concerns(_ folder: ReferralFolder, _ label: (String) -> String) -> String {
        let total = max(1, folder.concerns.reduce(0) { $0 + $1.weight })
        return list(
            folder.concerns.map { "\(escaped(label($0.concept))) <span class=\"soft\">\($0.weight * 100 / total) %</span>" })
    }

    static func needs(_ folder: ReferralFolder) -> String {
        list(
            folder.needs.map { need in
                let (kind, value) = (need.kind.rawValue.replacing("_", with: " "), need.value.replacing("_", with: " "))
                return "<strong>\(need.strength == .must ? "Must" : "Wish")</strong>: \(escaped(kind)) \(escaped(value))"
            })
    }

    /// Empty where nothing was written, or it is not the reader's to see.
    static func narrative(_ folder: ReferralFolder) -> String {
        folder.narrative.map { "<details><summary>In their words</summary><p class=\"words\">\(escaped($0))</p></details>" } ?? ""
    }

    /// Empty for no items: the page says what that means.
    private static func list(_ items: [String]) -> String {
        items.isEmpty ? "" : "<ul>\(items.map { "<li>\($0)</li>" }.joined())</ul>"
    }

    private static func escaped(_ text: String) -> String { StaffPages.escaped(text) }
}
