internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic
internal import Foundation
internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#endif

/// `attune clients export`: a copy for the person whom the file is about.
struct ClientsExport: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Copy everything that mentions a client, for that person. On record.",
        discussion: """
            Names, times, secret text, and who saw it; nobody else's facts. With --out two
            files, copy.md to read and copy.json for programs, which only you can open.
            Nothing is overwritten. Read it before you hand it over: what was written in
            free text may be about other people. Their names, one a line on standard input
            (--redact), are taken out of it; the names of those from whom this client is kept
            apart always are.

            Examples:
              attune clients export C-1001 --out folder
              attune clients export C-1001 --json
              attune clients export C-1001 --out folder --redact < names.txt
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @Option(help: "A folder to write to; it is made where it is missing.") var out: String?
    @Flag(help: "Take names out of free text; they are read from standard input.") var redact = false

    func run(in shell: Shell) async throws {
        let words = redact ? (shell.readInput() ?? "").split(whereSeparator: \.isNewline).map(String.init) : []
        let copy = try await options.with(shell) { clinic in
            try await clinic.act("clients.export") { [client] act in
                try await act.exportClient(try await act.clientOrRefuse(client), redacting: words)
            }
        }
        guard let out else {
            return shell.output.write(options.json ? copy.json.text(indented: true) + "\n" : copy.markdown)
        }
        let folder = shell.absolute(FilePath(out))
        // Neutral names: a folder's listing says nothing about anybody.
        try Self.write([("copy.md", copy.markdown), ("copy.json", copy.json.text(indented: true) + "\n")], to: folder)
        let rows = copy.tables.reduce(0) { $0 + $1.rows.count }
        shell.say(
            "Written to \(folder): \(rows) rows of \(copy.tables.count) tables, and \(copy.ledger.count) looks at them; \(copy.redacted) words taken out."
        )
    }

    /// All of them or none: what was written is taken away again where the next one cannot be, so that the same command may be tried again.
    static func write(_ files: [(name: String, text: String)], to folder: FilePath) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(
                "file.unwritable", "The folder \(folder) cannot be made.", next: "ls -ld \(folder.removingLastComponent())",
                exit: .failed)
        }
        var written: [FilePath] = []
        for file in files {
            let path = folder.appending(file.name)
            do {
                try PrivateFile.create(path, file.text)
            } catch {
                for path in written { unlink(path.string) }
                throw Failure(notWritten: path, error)
            }
            written.append(path)
        }
    }
}

extension ClientExport {
    /// Table by table, with PostgreSQL's own names.
    var json: JSON {
        .object([
            ("format", .string("attune client copy 1")), ("client", .string(client.uuid.text)), ("reference", .string(reference)),
            ("made_at", .string(madeAt.description)), ("redacted", .int(redacted)),
            (
                "tables",
                .object(
                    tables.map { table in
                        (table.name, .array(table.rows.map { row in .object(row.map { ($0.field, $0.json) }) }))
                    })
            ),
            (
                "names",
                .object(names.map { ($0.key.text, JSON.string($0.value)) }.sorted { $0.0 < $1.0 })
            ),
            ("disclosures", .array(ledger.map(\.json))),
        ])
    }

    /// To be read by the person whom it is about.
    var markdown: String {
        var text = "# A copy of your file\n\n\(reference), made \(madeAt).\n"
        for table in tables {
            text += "\n## \(Self.words(table.name))\n"
            for row in table.rows {
                text += "\n"
                for value in row where value.kind != "withheld" {
                    guard let shown = value.text, !shown.isEmpty else { continue }
                    text += "- \(Self.words(value.field)): \(named(value, shown))\n"
                }
            }
        }
        text += "\n## Who saw, changed or was sent it\n\n"
        for look in ledger {
            let who = look.label ?? (look.role == "worker" ? "Attune itself" : look.role == "client" ? "you" : look.actor.text)
            text += "- \(look.at): \(who) (\(look.role)), \(look.action), \(look.purpose)\n"
        }
        return text
    }

    private func named(_ value: Value, _ shown: String) -> String {
        if value.kind == "uuid", let id = UUID(uuidString: shown), let name = names[id] { return "\(name) (\(shown))" }
        if value.field == "exists" { return "there is one; it is about somebody else as well, so no more can be told" }
        return shown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\n  ")
    }

    /// `care_relationship` → “Care relationship”.
    private static func words(_ name: String) -> String {
        let words = name.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

extension ClientExport.Value {
    fileprivate var json: JSON {
        guard let text else { return .null }
        return switch kind {
        case "integer", "bigint": Int(text).map(JSON.int) ?? .string(text)
        case "boolean": .bool(text == "true")
        default: .string(text)
        }
    }
}
