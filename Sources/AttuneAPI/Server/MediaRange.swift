/// Media types as far as they are needed to agree on one (RFC 9110, 8.3 and 12.5.1).
enum MediaRange {
    /// `application/json` of `Application/JSON; charset=utf-8`.
    static func essence(_ value: String) -> String { trim(value.prefix { $0 != ";" }).lowercased() }

    /// No charset, or UTF-8.
    static func isUTF8(_ value: String) -> Bool {
        for parameter in value.split(separator: ";").dropFirst() {
            let text = trim(parameter).lowercased()
            guard text.hasPrefix("charset=") else { continue }
            let charset = text.dropFirst(8).filter { $0 != "\"" }
            return charset == "utf-8" || charset == "us-ascii"
        }
        return true
    }

    /// Whether an Accept header allows a type; a weight of 0 forbids it. The most specific range decides.
    static func accepts(_ accept: String, _ type: String) -> Bool {
        let wanted = essence(type)
        let family = wanted.prefix { $0 != "/" } + "/*"
        var decision: (specificity: Int, allowed: Bool)?
        for entry in accept.split(separator: ",") {
            let range = essence(String(entry))
            let specificity = range == wanted ? 2 : range == family ? 1 : range == "*/*" ? 0 : -1
            guard specificity >= 0, specificity >= decision?.specificity ?? 0 else { continue }
            decision = (specificity, weight(entry) > 0)
        }
        return decision?.allowed ?? false
    }

    private static func weight(_ entry: Substring) -> Double {
        for parameter in entry.split(separator: ";").dropFirst() {
            let text = trim(parameter).lowercased()
            if text.hasPrefix("q=") { return Double(text.dropFirst(2)) ?? 0 }
        }
        return 1
    }

    private static func trim(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
