internal import Access
internal import ArgumentParser
internal import Clinic

internal import struct Foundation.UUID

struct KeysRotate: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Wrap every client's key with the newest key, while Attune is running.",
        discussion: """
            A thousand at a time, each thousand a transaction of its own: what was begun
            can be stopped and goes on with the next start. A running server reads its
            key file again when it meets a name that it does not know.

            Examples:
              attune keys rotate
              attune keys rotate --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "How many at a time, 1 to 1000.") var batch = 1_000

    func validate() throws {
        if !(1...1_000).contains(batch) { throw ValidationError("--batch must be from 1 to 1000.") }
    }

    func run(in shell: Shell) async throws {
        let (name, rewrapped, faulty) = try await options.with(shell) { [batch] clinic in
            var (rewrapped, faulty) = (0, [UUID]())
            // Clients who came in while the first walk was under way may have a key that is old again.
            var wasBusy = true
            while wasBusy {
                var after: UUID?
                (wasBusy, faulty) = (false, [])
                repeat {
                    let done = try await clinic.act("keys.rotate") { [after] act in
                        try await act.rewrapKeys(after: after, limit: batch)
                    }
                    (after, wasBusy) = (done.last, wasBusy || done.done > 0)
                    rewrapped += done.done
                    faulty += done.faulty
                    if shell.talk.width != nil, done.done > 0 { shell.talk.write("  … \(rewrapped) clients\r") }
                } while after != nil
            }
            return (clinic.gate.keys.current.name, rewrapped, faulty)
        }
        options.print(
            Table(["wrapped by", "clients"], [[name, String(rewrapped)]]),
            json: .object([
                ("wrapped_by", .string(name)), ("rewrapped", .int(rewrapped)),
                ("faulty", .array(faulty.map { .string($0.text) })),
            ]), in: shell)
        if let first = faulty.first { throw Failure.cannotOpen(faulty.count, first: first.text) }
        shell.say(rewrapped == 0 ? "Every client's key was wrapped by \(name) already." : "Next: attune keys retire")
    }
}
