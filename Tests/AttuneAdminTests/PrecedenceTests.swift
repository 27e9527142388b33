import SystemPackage
import Testing

@testable import AttuneAdmin

@Suite("A setting comes from the flag, else the variable, else the file, else the default")
struct PrecedenceTests {
    /// One row for each way in which sources can be combined.
    struct Row: Sendable, CustomTestStringConvertible {
        var flag: String?
        var variable: String?
        var file: String?
        let value: String
        let source: String
        var testDescription: String { "\(flag ?? "–") \(variable ?? "–") \(file ?? "–") gives \(value) from \(source)" }
    }

    static let rows = [
        Row(flag: "1", variable: "2", file: "3", value: "1", source: "flag"),
        Row(flag: "1", variable: "2", value: "1", source: "flag"),
        Row(flag: "1", file: "3", value: "1", source: "flag"),
        Row(flag: "1", value: "1", source: "flag"),
        Row(variable: "2", file: "3", value: "2", source: "environment"),
        Row(variable: "2", value: "2", source: "environment"),
        Row(variable: "", file: "3", value: "3", source: "file"),
        Row(file: "3", value: "3", source: "file"),
        Row(value: "8080", source: "default"),
    ]

    @Test("the highest source that says something wins, and explain names it", arguments: rows)
    func precedence(row: Row) async throws {
        let test = try TestShell()
        if let file = row.file { try test.write("http:\n  port: \(file)\n", to: "attune.yaml") }
        let flags = row.flag.map { [ResolvedSettings.Flag(key: SettingKeys.port.row, text: $0, option: "--port")] } ?? []
        let shell = test.shell(row.variable.map { ["ATTUNE_HTTP_PORT": $0] } ?? [:])
        let resolved = try await ResolvedSettings(flags: flags, configFlag: nil, shell: shell)
        let entry = try #require(resolved.entries.first { $0.key.name == "http.port" })
        #expect(entry.text == row.value)
        #expect(entry.source == row.source)
        #expect(try Settings(resolved, shell: shell).web.port == Int(row.value))
    }

    @Test("every key of the table can be set by its variable")
    func everyVariable() async throws {
        let test = try TestShell()
        for key in SettingKeys.all {
            let value = key.choices.last ?? key.fallback.map { Int($0) == nil ? $0 : "7" } ?? "office@example.org"
            guard key.accepts(value) else { continue }
            let resolved = try await ResolvedSettings(flags: [], configFlag: nil, shell: test.shell([key.variable: value]))
            let entry = try #require(resolved.entries.first { $0.key == key })
            #expect(entry.text == value && entry.source == "environment", "\(key.name)")
            #expect(resolved.strangeVariables.isEmpty)
        }
    }

    @Test("the file is --config, then ATTUNE_CONFIG, then ./attune.yaml, then the one in ~/.config")
    func whichFile() async throws {
        let test = try TestShell()
        try test.write("clinic: {name: Here}", to: "attune.yaml")
        try test.write("clinic: {name: Variable}", to: "variable.yaml")
        try test.write("clinic: {name: Flag}", to: "flag.yaml")
        func name(_ flag: String?, _ environment: [String: String]) async throws -> String? {
            try await ResolvedSettings(flags: [], configFlag: flag, shell: test.shell(environment))[SettingKeys.clinicName]
        }
        #expect(try await name("flag.yaml", ["ATTUNE_CONFIG": "variable.yaml"]) == "Flag")
        #expect(try await name(nil, ["ATTUNE_CONFIG": "variable.yaml"]) == "Variable")
        #expect(try await name(nil, [:]) == "Here")
    }

    @Test("root's data belong to the machine, a user's lie under the XDG data directory, and ~ is the home directory")
    func dataDirectory() async throws {
        let test = try TestShell()
        func directory(_ shell: Shell, _ flags: [ResolvedSettings.Flag] = []) async throws -> String {
            try Settings(await ResolvedSettings(flags: flags, configFlag: nil, shell: shell), shell: shell).dataDirectory.string
        }
        #expect(try await directory(test.shell(isRoot: true)) == "/var/lib/attune")
        #expect(try await directory(test.shell()) == "\(test.folder)/.local/share/attune")
        #expect(try await directory(test.shell(["XDG_DATA_HOME": "/data"])) == "/data/attune")
        #expect(try await directory(test.shell(["ATTUNE_DATA_DIR": "~/clinic"])) == "\(test.folder)/clinic")
        #expect(try await directory(test.shell(["ATTUNE_DATA_DIR": "../b"])) == "\(test.folder.removingLastComponent())/b")
    }
}
