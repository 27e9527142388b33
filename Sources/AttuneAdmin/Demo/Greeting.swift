internal import SystemPackage

/// What `attune up` prints once it serves.
enum Greeting {
    /// For a person at the demonstration: the story, then everything that can be clicked or copied.
    static func text(
        url: String, settings: Settings, _ story: DemoStory, _ tokens: DemoTokens, coloured: Bool, goesOn: Bool
    ) -> String {
        func bold(_ text: String) -> String { coloured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
        var lines: [String] = [""]
        for (index, step) in story.lines.enumerated() {
            lines.append(bold("\(index + 1). \(step.title)"))
            lines += step.text.map { "   \($0)" }
            lines.append("")
        }
        lines +=
            [
                bold("Look at it"),
                "   Handout page       \(url)/h/\(story.handoutToken)",
                "   What is here       \(page(url, "/staff"))",
                "   Staff sign in      \(page(url, "/staff/sign-in"))",
                "   Triage board       \(page(url, "/staff/board"))   once you are signed in, see below",
                "   The day            \(page(url, "/staff/day"))   likewise",
                "   The same here      attune referrals board --data-dir \(settings.dataDirectory)",
            ] + open(url: url, settings) + [
                "   API, described     \(url)/openapi.json",
                "   Is it ready?       \(url)/readyz",
                "   Referral           \(url)/v1/referrals/\(story.referral)",
                "   First session      \(url)/v1/appointments/\(story.appointment)",
                "   Therapists         \(url)/v1/therapists",
                "   Messages, as sent  \(settings.messages.folder)",
                "",
                bold("Demo-only tokens") + ", new with each start:",
            ]
        let width = (tokens.all.map(\.role.count).max() ?? 0) + 2
        lines += tokens.all.map { "   \($0.role)\(String(repeating: " ", count: width - $0.role.count))\($0.token)" }
        lines += [
            "",
            "   curl -H \"Authorization: Bearer \(tokens.token("intake"))\" \(url)/v1/referrals",
            "",
            bold("Sign in yourself")
                + ": the link that this prints opens a coordinator's account of your own; a second one shows you each other's claims.",
            "   printf 'you@clinic.example\\nYour Name\\n' | attune access user add --role lead --data-dir \(settings.dataDirectory)",
            "",
            bold("Then"),
            goesOn
                ? "   Ctrl-C stops." : "   It stops now: attune up --demo --data-dir \(settings.dataDirectory) serves it again.",
            "   attune doctor --data-dir \(settings.dataDirectory)   checks.",
            "   attune up --reset --data-dir \(settings.dataDirectory)   starts over.",
            "",
        ]
        return lines.joined(separator: "\n")
    }

    /// A browser keeps a session's cookie from https, or from a machine that it knows as its own by name.
    private static func page(_ url: String, _ path: String) -> String {
        url.replacing("http://127.0.0.1:", with: "http://localhost:") + path
    }

    /// For a program: one document.
    static func json(url: String, settings: Settings, _ story: DemoStory, _ tokens: DemoTokens) -> JSON {
        .object([
            ("url", .string(url)),
            ("tokens", .object(tokens.all.map { ($0.role, .string($0.token)) })),
            ("story", story.json(url: url)),
            (
                "pages",
                .object([
                    ("handout", .string("\(url)/h/\(story.handoutToken)")), ("board", .string(page(url, "/staff/board"))),
                    ("day", .string(page(url, "/staff/day"))),
                    ("openapi", .string("\(url)/openapi.json")),
                    ("readyz", .string("\(url)/readyz")), ("therapists", .string("\(url)/v1/therapists")),
                    ("referrals", .string("\(url)/v1/referrals")),
                ])
            ),
            ("data_dir", .string(settings.dataDirectory.string)),
        ])
    }

    /// What is there for anybody, as far as the clinic has not switched it off.
    private static func open(url: String, _ settings: Settings) -> [String] {
        (settings.clinic.hasDirectory ? ["   For anybody        \(url)/directory"] : [])
            + (settings.clinic.takesSelfReferrals ? ["   Ask for help       \(url)/refer"] : [])
    }

    /// For a real clinic.
    /// - Parameter listening: this machine's own address, where a reverse proxy finds it.
    static func text(url: String, listening: String, settings: Settings) -> String {
        let place = settings.database.host == nil ? " --data-dir \(settings.dataDirectory)" : ""
        let behind = url == listening ? "" : "\n   Listens on         \(listening)"
        return """

            \(settings.clinic.name == "Attune" ? "" : settings.clinic.name + ": ")Attune serves at \(url)\(behind)
               What is here       \(url)/staff
               API, described     \(url)/openapi.json
               Is it ready?       \(url)/readyz

               Staff sign in      \(url)/staff/sign-in
               Triage board       \(url)/staff/board
               The day            \(url)/staff/day
            \(open(url: url, settings).map { $0 + "\n" }.joined())
            Whoever comes in has an account. The first one, with two lines in who.txt, e-mail address and name, and a link for an answer:
               attune access user add --role lead\(place) < who.txt

            Ctrl-C stops; attune doctor\(place) checks.

            """
    }
}
