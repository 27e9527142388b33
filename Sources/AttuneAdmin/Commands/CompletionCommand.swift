internal import ArgumentParser
internal import Foundation
internal import SystemPackage

/// `attune completion …`: the names of commands and options on the Tab key. Offers ids and keys, never a person's name.
struct CompletionCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Print or install shell completions.",
        discussion: """
            Examples:
              attune completion bash
              attune completion zsh
              attune completion fish
              attune completion install
            """)

    enum What: String, CaseIterable, ExpressibleByArgument { case bash, zsh, fish, install }

    @Argument(help: "bash, zsh or fish prints a script; install puts the one for your shell where it looks.") var what: What

    func run(in shell: Shell) async throws {
        switch what {
        case .bash: shell.print(AttuneCommand.completionScript(for: .bash))
        case .zsh: shell.print(AttuneCommand.completionScript(for: .zsh))
        case .fish: shell.print(AttuneCommand.completionScript(for: .fish))
        case .install: try install(in: shell)
        }
    }

    private func install(in shell: Shell) throws {
        let named = FilePath(shell.environment["SHELL"] ?? "").lastComponent?.string ?? ""
        guard let target = Self.target(for: named, in: shell) else {
            throw Failure(
                "completion.unknown_shell", "SHELL does not name bash, zsh or fish.", next: "attune completion bash",
                exit: .failed)
        }
        do {
            try FileManager.default.createDirectory(
                atPath: target.path.removingLastComponent().string, withIntermediateDirectories: true)
            try AttuneCommand.completionScript(for: target.shell).write(
                toFile: target.path.string, atomically: true, encoding: .utf8)
        } catch {
            throw Failure(
                "completion.not_written", "\(target.path) cannot be written.", next: "attune completion \(named)", exit: .failed)
        }
        shell.say("Completions are in \(target.path). They work in the next shell that you open.")
        if let remark = target.remark { shell.say(remark) }
    }

    private static func target(for name: String, in shell: Shell) -> (shell: CompletionShell, path: FilePath, remark: String?)? {
        let home = FilePath(shell.environment["HOME"] ?? "/")
        let data = shell.environment["XDG_DATA_HOME"].map { FilePath($0) } ?? home.appending(".local/share")
        let config = shell.environment["XDG_CONFIG_HOME"].map { FilePath($0) } ?? home.appending(".config")
        switch name {
        case "bash":
            return (.bash, data.appending("bash-completion/completions/attune"), "They need the package bash-completion.")
        case "zsh":
            return (
                .zsh, data.appending("zsh/site-functions/_attune"),
                "Your ~/.zshrc needs: fpath+=(\(data)/zsh/site-functions) before compinit."
            )
        case "fish": return (.fish, config.appending("fish/completions/attune.fish"), nil)
        default: return nil
        }
    }
}
