internal import Clinic

/// "Did you mean …": what a mistyped name was probably meant to be.
enum NearestName {
    /// - Returns: the names that end with the word ("database.port or http.port" for "port"), else the nearest in letters; nil when there
    ///   is neither.
    static func of(_ wrong: String, in names: [String]) -> String? {
        let inGroups = names.filter { $0.hasSuffix(".\(wrong)") }
        return inGroups.isEmpty ? nearest(to: wrong, among: names) : inGroups.joined(separator: " or ")
    }
}
