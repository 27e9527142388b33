internal import Access
internal import ArgumentParser
internal import Clinic
internal import Therapists

internal import struct Foundation.UUID

/// `attune therapists …`
struct TherapistsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "therapists", abstract: "Who gives therapy: profiles, evidence, hours.",
        discussion: """
            Examples:
              attune therapists list
              attune therapists show amara-okafor
              attune therapists publish amara-okafor --fact profile --fact languages
              attune therapists import team.yaml --services services.yaml
            """,
        subcommands: [
            TherapistsList.self, TherapistsShow.self, TherapistsAdd.self, TherapistsPublish.self, TherapistsImport.self,
        ],
        defaultSubcommand: TherapistsList.self)
}

struct TherapistsList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List therapists.",
        discussion: """
            Examples:
              attune therapists list
              attune therapists list --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "How many at most, 1 to 1000.") var limit = 200

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { try await $0.reader("therapists.list").therapists(limit: limit) }
        let table = Table(
            ["slug", "name", "status", "formats", "capacity", "id"],
            found.map {
                [
                    $0.slug, $0.profile.displayName, $0.profile.status.rawValue,
                    $0.profile.formats.map(\.rawValue).joined(separator: ","),
                    String($0.profile.capacity), $0.id.uuid.text,
                ]
            })
        options.print(table, json: .array(found.map(\.json)), in: shell)
    }
}

struct TherapistsShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one therapist with credentials and evidence.",
        discussion: """
            Examples:
              attune therapists show amara-okafor
              attune therapists show T-3 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Slug, reference (T-3) or id.") var name: String

    func run(in shell: Shell) async throws {
        let (therapist, credentials, specialties) = try await options.with(shell) { clinic in
            let reader = clinic.reader("therapists.show")
            let therapist = try await reader.therapistOrRefuse(name)
            return (therapist, try await reader.credentials(of: therapist.id), try await reader.specialties(of: therapist.id))
        }
        var rows = [
            ["name", therapist.profile.displayName], ["slug", therapist.slug], ["reference", therapist.reference],
            ["id", therapist.id.uuid.text], ["status", therapist.profile.status.rawValue],
            ["languages", therapist.profile.languages.map(\.description).joined(separator: ", ")],
            ["formats", therapist.profile.formats.map(\.rawValue).joined(separator: ", ")],
            ["capacity", "\(therapist.profile.capacity), of them \(therapist.profile.intenseCapacity) in intense work"],
        ]
        rows += credentials.map {
            ["credential", "\($0.kind) \($0.jurisdiction)" + ($0.expiresOn.map { ", expires \($0)" } ?? "")]
        }
        rows += specialties.map { ["specialty", $0.words] }
        if let supervision = therapist.profile.supervision {
            rows.append(["supervised", "by \(supervision.by), until \(supervision.until)"])
        }
        if therapist.profile.slidingPlaces > 0 {
            rows.append([
                "sliding places", "\(therapist.profile.slidingPlaces), from \(therapist.profile.slidingFeeCents ?? 0) cents",
            ])
        }
        rows.append([
            "published",
            therapist.profile.publication.map { "\($0.facts.map(\.rawValue).joined(separator: ", ")); agreed on \($0.on)" }
                ?? "nothing",
        ])
        options.print(Table(["field", "value"], rows), json: therapist.json, in: shell)
    }
}

struct TherapistsImport: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make the team agree with a file.",
        discussion: """
            Everything wrong with the file is reported by line, and then nothing is
            changed. Reading the same file again changes nothing.

            Examples:
              attune therapists import team.yaml
              attune therapists import team.yaml --services services.yaml --check
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The team file, or - for standard input.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @Option(help: ArgumentHelp("What can be booked.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
    var services: String?
    @Flag(help: "Only check the files.") var check = false

    func run(in shell: Shell) async throws {
        let zones = ZoneCatalogue(environment: shell.environment)
        let text = try shell.text(ofFile: file)
        func team(_ vocabulary: Vocabulary) throws -> TeamFile {
            try FileReport.reading(file) { try TeamFile.parse(text, vocabulary: vocabulary, zones: zones) }
        }
        let services = try services.map { name in
            try FileReport.reading(name) { try ServiceFile.parse(try shell.text(ofFile: name)) }
        }
        if check {
            let found = try team(try Vocabulary.parse(try SampleFiles.text("vocabulary/concepts.yaml")))
            return shell.say("\(found.therapists.count) therapists, nothing wrong. Nothing was changed.")
        }
        let imported = try await options.with(shell) { clinic in
            // The clinic's own concepts, once it has any: reading a team must not bring back what was merged or retired.
            try await clinic.loadVocabularyOnce()
            let team = try team(try await clinic.reader("therapists.import").vocabulary())
            return try await clinic.act("therapists.import") { act in
                let imported = try await act.importTeam(team)
                try await act.storeOffer(of: team, services: services, therapists: imported.therapists)
                return imported
            }
        }
        let rows =
            imported.added.map { [$0, "added"] } + imported.changed.map { [$0, "changed"] }
            + imported.unchanged.map { [$0, "unchanged"] }
        options.print(
            Table(["slug", "outcome"], rows),
            json: .object([
                ("added", .array(imported.added.map(JSON.string))), ("changed", .array(imported.changed.map(JSON.string))),
                ("unchanged", .array(imported.unchanged.map(JSON.string))),
            ]), in: shell)
    }
}

extension Specialty {
    /// `cptsd, certified, focus; checked by … on 2025-10-01, until 2028-09-30`.
    fileprivate var words: String {
        var text = "\(concept), \(recorded.word)" + (isFocus ? ", focus" : "")
        if let verifiedBy { text += "; checked by \(verifiedBy)" + (verifiedOn.map { " on \($0)" } ?? "") }
        if let expiresOn { text += ", until \(expiresOn)" }
        return text
    }
}

extension Querying {
    /// By slug, reference or id.
    func therapistOrRefuse(_ name: String) async throws -> Therapist {
        let found =
            if let id = UUID(uuidString: name) { try await therapist(Therapist.ID(id)) } else { try await therapist(named: name) }
        guard let found else {
            throw Failure(
                "therapist.not_found", "There is no therapist “\(name)”.", next: "attune therapists list", exit: .notFound)
        }
        return found
    }
}

extension Therapist {
    var json: JSON {
        .object([
            ("id", .string(id.uuid.text)), ("slug", .string(slug)), ("reference", .string(reference)),
            ("name", .string(profile.displayName)), ("status", .string(profile.status.rawValue)),
            ("languages", .array(profile.languages.map { .string($0.description) })),
            ("formats", .array(profile.formats.map { .string($0.rawValue) })), ("capacity", .int(profile.capacity)),
            ("intense_capacity", .int(profile.intenseCapacity)), ("sliding_places", .int(profile.slidingPlaces)),
            ("sliding_fee_cents", profile.slidingFeeCents.map(JSON.int) ?? .null),
            ("supervised_by", .text(profile.supervision?.by)),
            ("supervised_until", .text(profile.supervision?.until.description)),
            ("published", .array((profile.publication?.facts ?? []).map { .string($0.rawValue) })),
            ("published_on", .text(profile.publication?.on.description)), ("version", .int(version)),
        ])
    }
}
