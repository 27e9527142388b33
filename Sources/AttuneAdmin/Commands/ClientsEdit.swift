internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic

struct ClientsEdit: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Correct who a client is; names are read from standard input.",
        discussion: """
            What is not named stays. Each flag that names something personal takes one line
            of standard input, in the order name, preferred name, pronouns, birth date; an
            empty line removes what is there.

            Examples:
              attune clients edit C-1001 --name < name.txt
              attune clients edit C-1001 --preferred --pronouns < lines.txt
              attune clients edit C-1001 --language fr --status former
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @Flag(help: "A line holds the name.") var name = false
    @Flag(help: "A line holds the name that they go by.") var preferred = false
    @Flag(help: "A line holds their pronouns.") var pronouns = false
    @Flag(help: "A line holds their birth date, such as 1990-02-03.") var birthDate = false
    @Option(help: "child, youth, adult, older_adult, couple, family or group.", transform: Arguments.word) var kind: ClientKind?
    @Option(help: "The language that they speak with us.") var language: String?
    @Option(help: "Where they are during sessions: CA-BC.") var jurisdiction: String?
    @Option(help: "Whose wall clock their safe hours are on: America/Vancouver.") var zone: String?
    @Option(help: "active or former.", transform: Arguments.word) var status: ClientStatus?

    func validate() throws {
        let isNothing =
            ![name, preferred, pronouns, birthDate].contains(true) && kind == nil && status == nil
            && [language, jurisdiction, zone].allSatisfy { $0 == nil }
        if isNothing { throw ValidationError("Say what to change: --name, --language fr, --status former …") }
        if let language, Language(language) == nil { throw ValidationError("A language is a tag such as en or fr.") }
        if let zone, ZoneID(zone) == nil { throw ValidationError("A zone is a name such as America/Vancouver.") }
    }

    func run(in shell: Shell) async throws {
        let changes = try changes(from: lines(of: shell))
        let (before, after) = try await options.with(shell) { clinic in
            if let zone = zone.flatMap({ ZoneID($0) }) { _ = try clinic.zones.rules(zone) }
            return try await clinic.act("clients.edit") { [client] act in
                let found = try await act.lookAtClient(try await act.clientOrRefuse(client))
                return (found, try await act.editClient(found.id, changes(found.person), expecting: found.version))
            }
        }
        options.print(
            Table(["field", "value"], [["reference", after.reference], ["version", String(after.version)]]),
            json: after.json(revealed: false), in: shell)
        if before.person == after.person { shell.say("It was so already.") }
    }

    /// As many lines as there are flags.
    private func lines(of shell: Shell) throws -> [String] {
        let wanted = [name, preferred, pronouns, birthDate].count { $0 }
        guard wanted > 0 else { return [] }
        var lines = (shell.readInput() ?? "").split(separator: "\n", omittingEmptySubsequences: false).map {
            String($0).trimmingWhitespace()
        }
        if lines.count == wanted + 1, lines.last == "" { lines.removeLast() }
        guard lines.count == wanted, !(name && lines[0].isEmpty) else {
            throw Failure(
                "clients.no_lines", "\(wanted) \(wanted == 1 ? "line was" : "lines were") expected on standard input.",
                why: "A name on the command line would be kept in the shell's history.",
                next: "attune clients edit … < lines.txt", exit: .usage)
        }
        return lines
    }

    private func changes(from lines: [String]) throws -> @Sendable (ClientPerson) -> ClientPerson {
        var rest = lines[...]
        func line(_ isNamed: Bool) -> String?? { isNamed ? .some(rest.removeFirst()).map { $0.isEmpty ? nil : $0 } : nil }
        let (fullName, preferredName, words, day) = (line(name), line(preferred), line(pronouns), line(birthDate))
        var birth: LocalDate??
        if let day { birth = .some(try day.map(Arguments.date)) }
        return { [birth, kind, language, jurisdiction, zone, status] person in
            var person = person
            if case .some(.some(let fullName)) = fullName { person.fullName = fullName }
            if let preferredName { person.preferredName = preferredName }
            if let words { person.pronouns = words }
            if let birth { person.birthDate = birth }
            if let kind { person.kind = kind }
            if let language = language.flatMap({ Language($0) }) { person.language = language }
            if let jurisdiction { person.jurisdiction = jurisdiction }
            if let zone = zone.flatMap({ ZoneID($0) }) { person.zone = zone }
            if let status { person.status = status }
            return person
        }
    }
}
