internal import Clinic

/// What must hold between concepts. Each fault is reported where it stands in the file.
enum VocabularyLint {
    /// A concept and the places of what can be wrong about it.
    struct Entry {
        var concept: Concept
        var path = ""
        var code = Place()
        var broader = Place()
        var replacedBy = Place()
    }

    struct Place {
        var line = 0
        var column = 0
    }

    static func problems(in entries: [Entry]) -> [FileProblem] {
        var found: [FileProblem] = []
        func report(_ entry: Entry, _ place: Place, _ code: String, _ message: String) {
            found.append(FileProblem(line: place.line, column: place.column, path: entry.path, code: code, message: message))
        }
        var byCode: [String: Entry] = [:]
        for entry in entries {
            if let first = byCode[entry.concept.code] {
                let place = first.code.line > 0 ? " first on line \(first.code.line)" : " twice"
                report(
                    entry, entry.code, "concept.duplicate_code",
                    "The code \(entry.concept.code) is there\(place). A code means one thing; choose another.")
            } else {
                byCode[entry.concept.code] = entry
            }
        }
        let codes = byCode.keys.sorted()
        for entry in entries {
            let concept = entry.concept
            if let broader = concept.broader {
                if byCode[broader] == nil {
                    report(entry, entry.broader, "concept.unknown_broader", unknown(broader, codes))
                } else if runsInCircle(from: concept.code, by: { byCode[$0]?.concept.broader }) {
                    report(
                        entry, entry.broader, "concept.broader_circle",
                        "Going from \(concept.code) to ever wider concepts comes back to it. One of them must have no broader.")
                }
            }
            if let heir = concept.replacedBy {
                if concept.status != .retired {
                    report(
                        entry, entry.replacedBy, "concept.heir_of_active",
                        "Only a retired concept is replaced. Set its status to retired, or remove replaced_by.")
                } else if byCode[heir] == nil {
                    report(entry, entry.replacedBy, "concept.unknown_heir", unknown(heir, codes))
                } else if runsInCircle(from: concept.code, by: { byCode[$0]?.concept.replacedBy }) {
                    report(
                        entry, entry.replacedBy, "concept.heir_circle",
                        "\(concept.code) is replaced, in the end, by itself. Name an active concept.")
                }
            }
        }
        return found + sharedWords(entries.filter { $0.concept.status == .active })
    }

    /// Words that two concepts claim resolve to neither, so that is an error rather than a surprise.
    private static func sharedWords(_ entries: [Entry]) -> [FileProblem] {
        var owners: [String: String] = [:]
        var found: [FileProblem] = []
        for entry in entries {
            for key in entry.concept.wordKeys.sorted() {
                if let owner = owners[key], owner != entry.concept.code {
                    found.append(
                        FileProblem(
                            line: entry.code.line, column: entry.code.column, path: entry.path, code: "concept.shared_words",
                            message: "\(entry.concept.code) and \(owner) both claim \"\(key)\". Leave it to one of them."))
                } else {
                    owners[key] = entry.concept.code
                }
            }
        }
        return found
    }

    private static func unknown(_ code: String, _ codes: [String]) -> String {
        let meant = nearest(to: code, among: codes).map { " Was \($0) meant?" } ?? ""
        return "There is no concept \(code).\(meant)"
    }

    private static func runsInCircle(from code: String, by next: (String) -> String?) -> Bool {
        var seen: Set<String> = []
        var current = next(code)
        while let step = current, seen.insert(step).inserted {
            if step == code { return true }
            current = next(step)
        }
        return false
    }
}
