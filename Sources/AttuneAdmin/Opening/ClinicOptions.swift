internal import ArgumentParser

/// The options of every command that works on a clinic.
struct ClinicOptions: ParsableArguments {
    @OptionGroup(title: "Where") var settings: SettingOptions

    @Option(
        name: .customLong("as"), help: ArgumentHelp("Whose name the record shows; your account's by default.", valueName: "name"))
    var operatorName: String?

    @Flag(help: "Print JSON.") var json = false

    /// Opens the clinic, runs `body`, and closes it, whatever happens.
    /// - Parameter patience: how long a statement may take at least, in seconds; what the configuration says where it is longer.
    func with<T: Sendable>(
        _ shell: Shell, patience: Int = 0, _ body: (OpenClinic) async throws -> T
    ) async throws -> T {
        let settings = try await settings.settings(in: shell).waiting(atLeast: patience)
        let clinic = try await OpenClinic.open(settings, as: operatorName, in: shell)
        do {
            let value = try await body(clinic)
            await clinic.close()
            return value
        } catch {
            await clinic.close()
            throw error
        }
    }

    func print(_ table: @autoclosure () -> Table, json document: @autoclosure () -> JSON, in shell: Shell) {
        shell.print(table: table(), json: json ? document() : nil)
    }
}

extension Shell {
    /// Rows for people, or one document for programs.
    func print(table: @autoclosure () -> Table, json: JSON?) {
        if let json {
            print(json.text(indented: output.width != nil))
        } else {
            output.write(table().text(width: output.width, coloured: output.isColoured))
        }
    }
}
