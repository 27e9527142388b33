internal import ArgumentParser
internal import UnixSignals

#if canImport(Glibc)
    internal import Glibc
#endif

/// The program: parses, runs one command, and turns whatever it throws into a sentence and an exit status.
public enum Attune {
    /// Runs the command that the process was started with.
    /// - Returns: the status to exit with; ``ExitStatus`` lists them.
    public static func main(_ arguments: [String]) async -> Int32 {
        // Ctrl-C and SIGTERM cancel the command, which then puts away what it opened. A second one does not wait for that.
        let command = Task { await run(arguments, in: .ofProcess()) }
        let listener = Task {
            var count = 0
            for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
                count += 1
                if count > 1 { quickExit(ExitStatus.cancelled.rawValue) }
                command.cancel()
            }
        }
        defer { listener.cancel() }
        return await command.value.rawValue
    }

    static func run(_ arguments: [String], in shell: Shell) async -> ExitStatus {
        do {
            var command = try AttuneCommand.parseAsRoot(arguments)
            switch command {
            case let command as any ShellCommand: try await command.run(in: shell)
            case var command as any AsyncParsableCommand: try await command.run()
            default: try command.run()
            }
            if let number = shell.output.failure() { throw Failure(notWritten: number) }
            return .done
        } catch {
            return report(error, of: arguments, in: shell)
        }
    }

    private static func report(_ error: any Error, of arguments: [String], in shell: Shell) -> ExitStatus {
        if AttuneCommand.exitCode(for: error) == .success {
            shell.output.write(AttuneCommand.fullMessage(for: error) + "\n")
            return .done
        }
        let failure = UnknownCommand.failure(in: arguments) ?? Failure(explaining: error)
        let wantsJSON = arguments.contains("--json")
        shell.talk.write(wantsJSON ? failure.json.text(indented: false) + "\n" : failure.lines(coloured: shell.talk.isColoured))
        return failure.exit
    }
}

private func quickExit(_ status: Int32) -> Never { _exit(status) }

/// A command that acts on the world through a ``Shell``, so that tests can give it one.
protocol ShellCommand: AsyncParsableCommand {
    func run(in shell: Shell) async throws
}

extension ShellCommand {
    /// Only ArgumentParser's own `main` would call this; ours goes through ``Attune/run(_:in:)``.
    func run() async throws { try await run(in: .ofProcess()) }
}
