internal import Access
internal import ArgumentParser
internal import Clinic
internal import Therapists

/// `attune therapists publish`: what clients read about a therapist, and what of it she agreed to have published.
struct TherapistsPublish: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Change what clients read about a therapist, and what she agreed to publish.",
        discussion: """
            What is not named stays as it is. A therapist does it for herself over HTTP,
            with her own token: attune api PUT /v1/me/profile.

            Examples:
              attune therapists publish amara-okafor --fact profile --fact languages
              attune therapists publish amara-okafor --profile amara.txt --pronouns she/her
              attune therapists publish amara-okafor --nothing
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Slug, reference (T-3) or id.") var name: String
    @Option(
        help: "Published, may be given more than once: \(Publication.Fact.allCases.map(\.rawValue).joined(separator: ", ")).",
        transform: Arguments.word) var fact: [Publication.Fact] = []
    @Flag(help: "Nothing is published: she is not in the directory.") var nothing = false
    @Option(help: "A file with her text for clients, or - for standard input.", completion: .file()) var profile: String?
    @Option(help: "Her pronouns; empty for none.") var pronouns: String?
    @Option(help: "Her gender, in her own word; empty for none.") var gender: String?
    @Option(help: "Language tags; commas between.") var languages: String?
    @Option(help: "Ways of working; commas between.") var modalities: String?

    func validate() throws {
        if nothing, !fact.isEmpty { throw ValidationError("Give either --fact or --nothing.") }
        if !nothing, fact.isEmpty, [profile, pronouns, gender, languages, modalities].allSatisfy({ $0 == nil }) {
            throw ValidationError(
                "Name what changes: --fact, --nothing, --profile, --pronouns, --gender, --languages or --modalities.")
        }
        _ = try Self.spoken(languages)
    }

    func run(in shell: Shell) async throws {
        let text = try profile.map { try shell.text(ofFile: $0) }
        let spoken = try Self.spoken(languages)
        let words = modalities.map(Self.each)
        let edited = try await options.with(shell) { clinic in
            let rules = try clinic.clinicRules()
            return try await clinic.act("therapists.publish") { [name, fact, nothing, pronouns, gender] act in
                let therapist = try await act.therapistOrRefuse(name)
                var profile = PublicProfile(therapist.profile)
                if let text { profile.text = text.trimmingWhitespace() }
                if let pronouns { profile.pronouns = pronouns.isEmpty ? nil : pronouns }
                if let gender { profile.gender = gender.isEmpty ? nil : gender }
                if let spoken { profile.languages = spoken }
                if let words { profile.modalities = words }
                if nothing || !fact.isEmpty { profile.published = Publication.Fact.allCases.filter(fact.contains) }
                return try await act.editPublicProfile(
                    therapist.id, profile, on: rules.local(of: try await act.now).date, expecting: therapist.version)
            }
        }
        let facts = edited.profile.publication?.facts.map(\.rawValue).joined(separator: ", ") ?? "nothing"
        options.print(
            Table(["field", "value"], [["slug", edited.slug], ["published", facts], ["version", String(edited.version)]]),
            json: edited.json, in: shell)
    }

    private static func each(_ list: String) -> [String] {
        list.split(separator: ",").map { String($0).trimmingWhitespace() }.filter { !$0.isEmpty }
    }

    private static func spoken(_ list: String?) throws -> [Language]? {
        try list.map { list in
            try each(list).map { tag in
                guard let language = Language(tag) else {
                    throw ValidationError("“\(tag.prefix(20))” is not a language tag such as en or fr-CA.")
                }
                return language
            }
        }
    }
}
