internal import Access
internal import ArgumentParser
internal import Clinic
internal import Foundation
internal import SystemPackage

struct AuditVerify: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Look for any change, deletion, insertion or truncation of the record.",
        discussion: """
            Recomputes every row's seal and the whole log, and compares it with every signed
            checkpoint. Only a checkpoint that was kept elsewhere shows that the end of the
            log, or all of it, was replaced: export one daily, and give it here.

            Exits with 1 when something is found.

            Examples:
              attune audit verify
              attune audit verify --checkpoint checkpoint.txt --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: ArgumentHelp("What attune audit checkpoint wrote.", valueName: "file"), completion: .file())
    var checkpoint: String?

    func run(in shell: Shell) async throws {
        let exported = try checkpoint.map { name -> AuditCheckpoint in
            guard let read = AuditCheckpoint(text: try shell.text(ofFile: name)) else { throw AuditLogError.noCheckpoint }
            return read
        }
        let meter = Meter(shell)
        let report = try await options.with(shell) { clinic in
            try await AuditVerifier(
                gate: clinic.gate, credential: .trusted(clinic.operatorActor), policy: Policy("audit.verify", allow: [.operator])
            ).verify(against: exported) { meter($0, of: $1) }
        }
        meter.finish()
        let table = Table(
            ["found", "row", "place", "meaning"],
            report.findings.map { [$0.kind.rawValue, $0.row?.text ?? "–", $0.place.map(String.init) ?? "–", $0.words] })
        options.print(table, json: report.json, in: shell)
        let newest = report.newest.map { "the newest of \($0.at)" } ?? "none yet"
        shell.say(
            "\(report.sealed) rows in the log, \(report.waiting) waiting for it; \(report.checkpoints) checkpoints, \(newest).")
        guard report.count == 0 else {
            throw Failure(
                "audit.tampered", "The record is not as it was written: \(report.count) findings.",
                why: report.count > report.findings.count ? "The first \(report.findings.count) are shown." : nil,
                next: "Keep this machine as it is, and tell the privacy officer.", exit: .failed)
        }
        shell.say(
            exported == nil
                ? "Nothing was found. Without --checkpoint nobody can tell whether the end was cut off." : "Nothing was found.")
    }
}

struct AuditCheckpointCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint", abstract: "Export the newest checkpoint, to be kept away from this machine.",
        discussion: """
            Seven short lines without a secret: mail them to the privacy officer, or print
            them. A new one is made every minute in which something happened.

            Examples:
              attune audit checkpoint
              attune audit checkpoint --out checkpoint.txt
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: ArgumentHelp("Where to write it; standard output by default.", valueName: "file"), completion: .file())
    var out: String?

    func run(in shell: Shell) async throws {
        let checkpoint = try await options.with(shell) { clinic in
            try await clinic.act("audit.checkpoint") { act in try await act.exportCheckpoint() }
        }
        if let out {
            let path = shell.absolute(FilePath(out))
            guard (try? Data(checkpoint.text.utf8).write(to: URL(filePath: path.string), options: .atomic)) != nil else {
                throw Failure(
                    "file.unwritable", "\(path) cannot be written.", next: "ls -ld \(path.removingLastComponent())", exit: .failed
                )
            }
            shell.say("Kept in \(path): \(checkpoint.size) rows, of \(checkpoint.at).")
        }
        if options.json {
            shell.print(checkpoint.json.text(indented: shell.output.width != nil))
        } else if out == nil {
            shell.output.write(checkpoint.text)
        }
    }
}

/// How far a long look has come, on a terminal: rows, and the time that is left.
private final class Meter {
    private let shell: Shell
    private let began = ContinuousClock.now
    private var last: ContinuousClock.Instant?

    init(_ shell: Shell) { self.shell = shell }

    func callAsFunction(_ done: Int, of total: Int) {
        let now = ContinuousClock.now
        guard shell.talk.width != nil, done > 0, now - (last ?? began) > .seconds(1) else { return }
        last = now
        let left = (now - began) * Double(total - done) / Double(done)
        shell.talk.write("\r  \(done) of \(total) rows, \(left.components.seconds) s left   ")
    }

    func finish() { if last != nil { shell.talk.write("\r\u{1B}[K") } }
}

extension AuditReport {
    var json: JSON {
        .object([
            ("rows", .int(sealed)), ("waiting", .int(waiting)), ("checkpoints", .int(checkpoints)),
            ("newest", newest?.json ?? .null), ("found", .int(count)),
            (
                "findings",
                .array(
                    findings.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("row", .text($0.row?.text)),
                            ("place", $0.place.map(JSON.int) ?? .null), ("meaning", .string($0.words)),
                        ])
                    })
            ),
        ])
    }
}

extension AuditCheckpoint {
    var json: JSON {
        .object([
            ("size", .int(size)), ("previous", .int(previous)), ("at", .string(at.description)), ("root", .string(root.hex)),
            ("text", .string(text)),
        ])
    }
}
