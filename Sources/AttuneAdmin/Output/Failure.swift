/// What a command could not do, in the three parts that a person needs: what, why, and what to type next.
struct Failure: Error, Equatable {
    let code: String
    let what: String
    let why: String?
    let next: String?
    let exit: ExitStatus

    init(_ code: String, _ what: String, why: String? = nil, next: String? = nil, exit: ExitStatus = .usage) {
        self.code = code
        self.what = what
        self.why = why
        self.next = next
        self.exit = exit
    }

    /// For people, on standard error.
    func lines(coloured: Bool) -> String {
        let mark = coloured ? "\u{1B}[31m✗\u{1B}[0m" : "error:"
        var text = "\(mark) \(what)\n"
        if let why { text += "  \(why)\n" }
        if let next { text += "  Next: \(next)\n" }
        return text
    }

    /// For programs: the shape of the API's problem details, so that one reader serves both doors.
    var json: JSON {
        .object([
            ("type", .string("about:blank")), ("title", .string(what)), ("code", .string(code)),
            ("detail", why.map(JSON.string) ?? .null),
            ("next", next.map(JSON.string) ?? .null), ("exit", .int(Int(exit.rawValue))),
        ])
    }
}
