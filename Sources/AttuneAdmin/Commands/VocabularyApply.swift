internal import Access
internal import ArgumentParser
internal import Clinic
internal import Therapists

/// What a file would change, and what that touches: shared by `diff` and `apply`.
struct VocabularyPlan: Sendable {
    let diff: VocabularyDiff
    let uses: [String: ConceptUses]
    let number: String

    /// - Throws: `FileRefusal` where file and stored concepts break a rule together.
    init(_ file: Vocabulary, _ querying: some Querying) async throws {
        let stored = try await querying.vocabulary()
        _ = try stored.applying(file)
        diff = VocabularyDiff(from: stored, to: file)
        uses = try await querying.conceptUses(diff.touched)
        // Of what is stored and of what would be: another of either is another plan.
        let words = diff.items.map { "\($0.code) \($0.change)" }.joined(separator: "\n")
        number = String(Secrets.sha256("\(stored.version) \(words)".utf8).hex.prefix(12))
    }

    var isEmpty: Bool { !diff.items.contains(where: \.change.isEffect) }

    var table: Table {
        Table(
            ["code", "change", "touches"],
            diff.items.map { [$0.code, $0.change.words, $0.change.isEffect ? uses[$0.code]?.words ?? "nothing" : ""] })
    }

    var json: JSON {
        .object([
            ("plan", .string(number)),
            (
                "changes",
                .array(
                    diff.items.map {
                        let uses = uses[$0.code] ?? ConceptUses()
                        return .object([
                            ("code", .string($0.code)), ("change", .string($0.change.words)),
                            ("effect", .bool($0.change.isEffect)),
                            ("specialties", .int(uses.specialties)), ("concerns", .int(uses.concerns)),
                            ("handouts", .int(uses.handouts)),
                        ])
                    })
            ),
        ])
    }
}

extension ConceptUses {
    /// `3 specialties, 2 concerns, 1 handout version`.
    var words: String {
        func count(_ number: Int, _ one: String, _ many: String) -> String? {
            number == 0 ? nil : "\(number) \(number == 1 ? one : many)"
        }
        let parts = [
            count(specialties, "specialty", "specialties"), count(concerns, "concern", "concerns"),
            count(handouts, "handout version", "handout versions"),
        ].compactMap { $0 }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}

extension VocabularyDiff.Change {
    var words: String {
        switch self {
        case .added: "added"
        case .retired(let heir): "retired" + (heir.map { ", replaced by \($0)" } ?? "")
        case .activated: "active"
        case .relabelled(let old, let new): "“\(old)” becomes “\(new)”"
        case .broader(let old, let new): "within \(new ?? "nothing"), until now \(old ?? "nothing")"
        case .external: "external codes changed"
        case .synonymAdded(let words): "means also “\(words)”"
        case .synonymRemoved(let words): "no longer “\(words)”"
        case .synonymMoved(let words, let from): "means “\(words)”, until now \(from)"
        case .left: "not in the file; stays as it is"
        }
    }
}

struct VocabularyDiffCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Say what a file would change, and what that touches.",
        discussion: """
            Examples:
              attune vocabulary diff concepts.yaml
              attune vocabulary diff concepts.yaml --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The file, or - for standard input.", completion: .file(extensions: ["yaml", "yml"])) var file: String

    func run(in shell: Shell) async throws {
        let file = try Vocabulary.read(file, in: shell)
        let plan = try await options.with(shell) { try await VocabularyPlan(file, $0.reader("vocabulary.diff")) }
        options.print(plan.table, json: plan.json, in: shell)
        if plan.isEmpty { shell.say("What is stored agrees with the file.") }
    }
}

struct VocabularyApply: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Make what is stored agree with a file.",
        discussion: """
            Without --apply it changes nothing: it prints what would change, and the plan's
            number. With that number it does exactly that, or refuses because something
            moved. Concepts that the file does not name stay.

            Examples:
              attune vocabulary apply concepts.yaml
              attune vocabulary apply concepts.yaml --apply 3f9a1c20b7d4
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The file, or - for standard input.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @Option(help: ArgumentHelp("Do what the plan of this number says.", valueName: "number")) var apply: String?

    func run(in shell: Shell) async throws {
        let read = try Vocabulary.read(file, in: shell)
        try await options.with(shell) { clinic in
            guard let apply else {
                let plan = try await VocabularyPlan(read, clinic.reader("vocabulary.apply"))
                options.print(plan.table, json: plan.json, in: shell)
                return shell.say(
                    plan.isEmpty
                        ? "What is stored agrees with the file."
                        : "Nothing was changed. To do it: attune vocabulary apply \(file) --apply \(plan.number)")
            }
            let changed = try await clinic.act("vocabulary.apply") { act in
                guard try await VocabularyPlan(read, act).number == apply else {
                    throw Failure.planMoved("attune vocabulary apply FILE")
                }
                return try await act.syncVocabulary(read)
            }
            options.print(
                Table(["code"], changed.map { [$0] }), json: .object([("changed", .array(changed.map(JSON.string)))]), in: shell)
        }
    }
}

struct VocabularyMerge: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Make one concept of two: everything that names the first names the second.",
        discussion: """
            Specialties, concerns of referrals, handouts, narrower concepts and synonyms are
            rewritten; the first stays, retired, and points to its heir. The trail is kept.
            Without --apply it changes nothing. Change the file as well, or the next apply
            brings the concept back.

            Examples:
              attune vocabulary merge panic_attacks panic
              attune vocabulary merge panic_attacks panic --apply 3f9a1c20b7d4
              attune vocabulary merge --trail
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The concept that goes.") var code: String?
    @Argument(help: "Its heir.") var heir: String?
    @Option(help: ArgumentHelp("Do what the plan of this number says.", valueName: "number")) var apply: String?
    @Flag(help: "List what was merged.") var trail = false

    func validate() throws {
        if !trail, code == nil || heir == nil { throw ValidationError("Name two concepts: the one that goes, and its heir.") }
    }

    func run(in shell: Shell) async throws {
        try await options.with(shell) { clinic in
            guard !trail, let code, let heir else {
                let merges = try await clinic.reader("vocabulary.merges").conceptMerges()
                return options.print(
                    Table(
                        ["code", "heir", "touched", "at"], merges.map { [$0.code, $0.heir, $0.uses.words, $0.at.description] }),
                    json: .array(
                        merges.map {
                            .object([("code", .string($0.code)), ("heir", .string($0.heir)), ("at", .string($0.at.description))])
                        }
                    ), in: shell)
            }
            guard let apply else {
                let (uses, number) = try await Self.plan(code, heir, clinic.reader("vocabulary.merge"))
                options.print(
                    Table(["merge", "touches"], [["\(code) into \(heir)", uses.words]]), json: Self.json(uses, number), in: shell)
                return shell.say("Nothing was changed. To do it: attune vocabulary merge \(code) \(heir) --apply \(number)")
            }
            let uses = try await clinic.act("vocabulary.merge") { act in
                guard try await Self.plan(code, heir, act).number == apply else {
                    throw Failure.planMoved("attune vocabulary merge \(code) \(heir)")
                }
                return try await act.mergeConcept(code, into: heir)
            }
            options.print(
                Table(["merged", "rewritten"], [["\(code) into \(heir)", uses.words]]), json: Self.json(uses, apply), in: shell)
        }
    }

    private static func plan(_ code: String, _ heir: String, _ querying: some Querying) async throws -> (
        uses: ConceptUses, number: String
    ) {
        let stored = try await querying.vocabulary()
        try stored.checkMerge(code, into: heir)
        let uses = try await querying.conceptUses([code])[code] ?? ConceptUses()
        return (uses, String(Secrets.sha256("\(stored.version) \(code) \(heir) \(uses)".utf8).hex.prefix(12)))
    }

    private static func json(_ uses: ConceptUses, _ number: String) -> JSON {
        .object([
            ("plan", .string(number)), ("specialties", .int(uses.specialties)), ("concerns", .int(uses.concerns)),
            ("handouts", .int(uses.handouts)),
        ])
    }
}

extension Failure {
    /// What was planned is not what would be done now.
    static func planMoved(_ command: String) -> Failure {
        Failure(
            "plan.moved", "This is not the plan of that number: something has changed since it was made.", next: command,
            exit: .conflict)
    }
}
