internal import ArgumentParser
internal import Clinic
internal import SystemPackage

/// `attune config check`: says what is wrong, with its line, before a server finds out.
struct ConfigCheck: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the configuration without starting anything.",
        discussion: """
            Wrong keys and values are named with their line and the nearest right key.
            An ATTUNE_ variable that nothing reads is a warning elsewhere and an error
            here.

            Examples:
              attune config check
              attune config check --config attune.yaml --json
            """)
    @OptionGroup var options: SettingOptions
    @Flag(help: "Print JSON.") var json = false

    func run(in shell: Shell) async throws {
        let resolved = try await options.resolve(in: shell)
        let settings = try Settings(resolved, shell: shell)
        guard let zone = ZoneID(settings.clinic.zone), (try? ZoneCatalogue(environment: shell.environment).rules(zone)) != nil
        else {
            throw Failure(
                "config.no_such_zone", "clinic.zone names no time zone that this machine knows.",
                why: "It is a name such as America/Vancouver.", next: "timedatectl list-timezones")
        }
        if let strange = resolved.strangeVariables.first {
            throw Failure(
                "config.unknown_variable", "Nothing reads the variable \(strange.name).",
                why: strange.near.map { "Did you mean \($0)?" },
                next: "attune config keys")
        }
        let set = resolved.entries.filter { $0.place != .fallback }.count
        if json {
            shell.print(
                JSON.object([("ok", .bool(true)), ("file", .text(resolved.file?.string)), ("set", .int(set))]).text(
                    indented: false))
        } else {
            shell.print(
                "The configuration is right: \(set) of \(resolved.entries.count) settings are set, the others have their defaults."
            )
        }
    }
}
