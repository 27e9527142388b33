internal import Access
internal import ArgumentParser
internal import Clinic
internal import Therapists

struct TherapistsAdd: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add one therapist; a team file says more at once.",
        discussion: """
            Credentials, evidence and hours come with a team file (attune therapists import);
            without a valid credential nobody is matched or booked.

            Examples:
              attune therapists add mika-lund --name "Mika Lund" --formats online --capacity 10
              attune therapists add mika-lund --name "Mika Lund" --formats in_person,online --languages en,fr --capacity 12
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Name in addresses: small letters, digits and hyphens.") var slug: String
    @Option(help: "As clients read it.") var name: String
    @Option(help: "in_person, online, phone; commas between.") var formats: String
    @Option(help: "Language tags; commas between.") var languages = "en"
    @Option(help: "Clients at most, 0 to 500.") var capacity: Int

    func run(in shell: Shell) async throws {
        let formats = try Self.each(formats, "format", SessionFormat.init(rawValue:))
        let languages = try Self.each(languages, "language") { Language($0) }
        let therapist = try await options.with(shell) { [slug, name, capacity] clinic in
            let profile = TherapistProfile(
                displayName: name, languages: languages, formats: formats, capacity: capacity, zone: try clinic.clinicRules().zone
            )
            return try await clinic.act("therapists.add") { act in try await act.addTherapist(slug: slug, profile) }
        }
        options.print(
            Table(["field", "value"], [["reference", therapist.reference], ["slug", slug], ["id", therapist.id.uuid.text]]),
            json: therapist.json, in: shell)
    }

    private static func each<Value>(_ list: String, _ what: String, _ read: (String) -> Value?) throws -> [Value] {
        try list.split(separator: ",").map { word in
            guard let value = read(String(word).trimmingWhitespace()) else {
                throw Failure(
                    "therapists.unknown_\(what)", "“\(word)” is no \(what).", next: "attune therapists add --help", exit: .usage)
            }
            return value
        }
    }
}
