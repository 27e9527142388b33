import Foundation
import Testing

@testable import AttuneAdmin

@Suite("A wrong configuration is refused by name, with its line and the nearest right key")
struct RefusedConfigurationTests {
    @Test(
        "a file's mistake is named with its line",
        arguments: [
            ("http:\n  prot: 8081\n", "line 2: there is no setting “http.prot”.", "Did you mean http.port?"),
            ("\n\nport: 8081\n", "line 3: there is no setting “port”.", "Did you mean database.port or http.port?"),
            ("# talk\nhttp:\n  host: 0.0.0.0\n  port: eighty\n", "line 4: http.port must be a whole number from 0 to 65535.", ""),
            ("http:\n  port: 65536\n", "line 2: http.port must be a whole number", ""),
            ("http:\n  port: [1, 2]\n", "line 2: http.port must be a whole number", ""),
            ("log:\n  level: loud\n", "line 2: log.level must be one of trace, debug", ""),
            ("clinic:\n  zone: PST\n", "line 2: clinic.zone must be a time zone such as America/Vancouver", ""),
            ("http:\n  port: 1\n  port: 2\n", "not valid YAML", "there twice"),
            ("http:\n  port: \"1\n", "not valid YAML", ""),
            ("- a\n- b\n", "line 1: this is not valid YAML", "key: value"),
            ("http:\n  public_url: https://x.example/\n", "line 2: http.public_url must be an address", ""),
        ])
    func file(text: String, what: String, why: String) async throws {
        let test = try TestShell()
        try test.write(text, to: "attune.yaml")
        #expect(await test.attune("config", "check") == .usage)
        #expect(test.talk.contains(what))
        #expect(why.isEmpty || test.talk.contains(why))
        #expect(test.talk.contains("attune.yaml"))
        #expect(test.output.isEmpty)
    }

    @Test("a wrong variable is named, its value is not")
    func variable() async throws {
        let test = try TestShell()
        #expect(await test.attune("config", "explain", environment: ["ATTUNE_HTTP_PORT": "s3cret"]) == .usage)
        #expect(test.talk.contains("the variable ATTUNE_HTTP_PORT: http.port must be a whole number"))
        #expect(!test.talk.contains("s3cret"))
    }

    @Test("a variable that nothing reads is a warning with the nearest one, and an error in config check")
    func strangeVariable() async throws {
        let test = try TestShell()
        #expect(await test.attune("config", "explain", environment: ["ATTUNE_HTTP_PROT": "1"]) == .done)
        #expect(test.talk.contains("warning: nothing reads the variable ATTUNE_HTTP_PROT. Did you mean ATTUNE_HTTP_PORT?"))
        #expect(await test.attune("config", "check", environment: ["ATTUNE_HTTP_PROT": "1"]) == .usage)
    }

    @Test("a secret is hidden by explain and refused as a flag")
    func secrets() async throws {
        let test = try TestShell()
        let environment = ["ATTUNE_MESSAGES_SMTP_PASSWORD": "hunter2"]
        #expect(await test.attune("config", "explain", environment: environment) == .done)
        #expect(await test.attune("config", "explain", "--json", environment: environment) == .done)
        #expect(test.output.contains("(hidden)") && !test.output.contains("hunter2"))
        #expect(await test.attune("config", "explain", "--set", "messages.smtp_password=hunter2") == .usage)
        #expect(test.talk.contains("export ATTUNE_MESSAGES_SMTP_PASSWORD=…") && !test.talk.contains("hunter2"))
    }

    @Test("a setting that another makes necessary is asked for")
    func missing() async throws {
        let test = try TestShell()
        #expect(await test.attune("config", "check", "--set", "messages.delivery=smtp") == .usage)
        #expect(test.talk.contains("messages.smtp_host is not set, but messages.delivery is smtp."))
    }

    @Test("a file that was named and is not there is an error, one that was not named is none")
    func missingFile() async throws {
        let test = try TestShell()
        #expect(await test.attune("config", "check") == .done)
        #expect(await test.attune("config", "check", "--config", "nowhere.yaml") == .usage)
        #expect(test.talk.contains("nowhere.yaml, which --config names"))
    }

    @Test("the shipped file is the table's own example, is accepted as it is, and with every line switched on")
    func shippedFile() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let shipped = try String(contentsOf: root.appending(path: "Config/attune.yaml"), encoding: .utf8)
        #expect(shipped == ExampleFile.text, "write it again: attune config example > Config/attune.yaml")
        let test = try TestShell()
        try test.write(shipped, to: "attune.yaml")
        #expect(await test.attune("config", "check") == .done)
        let switchedOn = shipped.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let isDefault = SettingKeys.all.contains { key in
                guard let fallback = key.fallback, let word = key.name.split(separator: ".").last else { return false }
                return String(line.drop(while: { $0 == " " })) == "# \(word): \(fallback)"
            }
            return isDefault ? String(line).replacing("# ", with: "", maxReplacements: 1) : String(line)
        }
        try test.write(switchedOn.joined(separator: "\n"), to: "attune.yaml")
        let resolved = try await ResolvedSettings(flags: [], configFlag: nil, shell: test.shell())
        #expect(resolved.entries.filter { $0.source == "file" }.count == SettingKeys.all.filter { $0.fallback != nil }.count)
    }
}
