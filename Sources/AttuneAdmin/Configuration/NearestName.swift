internal import Clinic

/// "Did you mean …": the known name closest to one that was mistyped.
enum NearestName {
    /// - Returns: the nearest of `names` in letters, else one that ends with the word: "port" is far from "http.port" in letters and
    ///   near in meaning. nil when there is neither.
    static func of(_ wrong: String, in names: [String]) -> String? {
        nearest(to: wrong, among: names) ?? names.first { $0.hasSuffix(".\(wrong)") || $0.hasSuffix("_\(wrong)") }
    }
}
