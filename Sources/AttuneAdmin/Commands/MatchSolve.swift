internal import Allocation
internal import ArgumentParser
internal import SystemPackage

/// `attune match solve`: the solver of the waiting list, on a file. It needs no clinic and no database.
struct MatchSolve: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve", abstract: "Solve an allocation from a file, and prove the answer.",
        discussion: """
            Formats:
              table         First line: clients therapists. Second line: the places
                            of each therapist. Then a line per client: its fit with
                            each therapist, 0 to 10,000, or - where the pair is not
                            allowed. As many clients as possible are placed, and among
                            all such ways the greatest fit is taken.
              orlib         n, then n rows of n costs; least cost, one place each.
              orlib-sparse  n, then lines of: row column cost, from 1.

            The certificate is "valid" when a separate checker has found that nobody could
            do better at the prices that the solver found, so that no better answer exists;
            else it says what is wrong, and the command ends with 1.

            Examples:
              attune match solve fits.txt
              attune match solve assign100.txt --format orlib --json
              printf '2 2\\n1 1\\n9000 100\\n8000 -\\n' | attune match solve -
              attune match solve weeks/*.txt --json          one line of JSON for each file
            """)
    @Argument(help: "Files, or - for standard input.", completion: .file()) var files: [String]
    @Option(help: "table, orlib or orlib-sparse.", completion: .list(["table", "orlib", "orlib-sparse"]))
    var format = "table"
    @Flag(help: "Also list who goes to whom, by line and column from 1.") var pairs = false
    @Flag(help: "JSON on standard output.") var json = false

    func validate() throws {
        guard ["table", "orlib", "orlib-sparse"].contains(format) else {
            throw ValidationError("--format is table, orlib or orlib-sparse.")
        }
    }

    func run(in shell: Shell) async throws {
        var faulty = 0
        for file in files {
            let problem = try read(file, in: shell)
            let clock = ContinuousClock()
            let start = clock.now
            let answer: Allocation
            do { answer = try problem.allocated() } catch {
                throw Failure("match.unsolvable", error.message, why: "\(file) was read, and nothing was solved.")
            }
            let time = clock.now - start
            let faults = problem.faults(in: answer)
            if !faults.isEmpty { faulty += 1 }
            print(Solution(file: file, problem: problem, answer: answer, time: time, faults: faults), in: shell)
        }
        if faulty > 0 {
            throw Failure(
                "match.certificate", "The certificate of \(faulty == 1 ? "an answer" : "\(faulty) answers") is not valid.",
                why: "The answer must not be relied on. This is a fault of the solver.", next: "attune doctor", exit: .failed)
        }
    }

    private struct Solution {
        let file: String
        let problem: AllocationProblem
        let answer: Allocation
        let time: Duration
        let faults: [CertificateFault]
    }

    private func print(_ solution: Solution, in shell: Shell) {
        let answer = solution.answer
        let objective = format == "table" ? answer.fit : answer.cost
        let certificate = solution.faults.isEmpty ? "valid" : solution.faults.map(\.description).joined(separator: "; ")
        let seconds = decimal(solution.time)
        let placements = answer.therapistOf.enumerated().filter { $0.element >= 0 }
        if json {
            var members: [(String, JSON)] = files.count > 1 ? [("file", .string(solution.file))] : []
            members += [
                ("objective", .int(Int(objective))), ("placed", .int(answer.placed)), ("seconds", .number(seconds)),
                ("certificate", .string(certificate)), ("clients", .int(solution.problem.clients)),
                ("therapists", .int(solution.problem.therapists)),
            ]
            if pairs {
                members.append(("pairs", .array(placements.map { .array([.int($0.offset + 1), .int(Int($0.element) + 1)]) })))
            }
            shell.print(JSON.object(members).text(indented: files.count == 1 && shell.output.width != nil))
            return
        }
        if files.count > 1 { shell.print(solution.file) }
        shell.print("\(format == "table" ? "Total fit  " : "Total cost ") \(objective)")
        shell.print("Placed      \(answer.placed) of \(solution.problem.clients) clients")
        shell.print("Solved in   \(seconds) s")
        shell.print("Certificate \(certificate)")
        for pair in placements where pairs { shell.print("client \(pair.offset + 1)\ttherapist \(pair.element + 1)") }
    }

    /// Seconds to the microsecond.
    private func decimal(_ time: Duration) -> String {
        let micros = time.components.seconds * 1_000_000 + time.components.attoseconds / 1_000_000_000_000
        let rest = String(micros % 1_000_000)
        return "\(micros / 1_000_000)." + String(repeating: "0", count: 6 - rest.count) + rest
    }

    /// Reads in pieces, so that the text of a large table is never in memory as a whole.
    private func read(_ file: String, in shell: Shell) throws -> AllocationProblem {
        do {
            if format == "table" {
                var reader = TableReader()
                try feed(file, in: shell) { part throws(TableProblem) in try reader.read(part) }
                return try reader.finish()
            }
            var reader = OrLibraryReader(sparse: format == "orlib-sparse")
            try feed(file, in: shell) { part throws(TableProblem) in try reader.read(part) }
            return try reader.finish()
        } catch let problem as TableProblem {
            throw Failure(
                "match.bad_file", "\(file), line \(problem.line): \(problem.message)", why: "Nothing was solved.",
                next: "attune match solve --help")
        }
    }

    private func feed(_ file: String, in shell: Shell, _ body: (UnsafeRawBufferPointer) throws(TableProblem) -> Void) throws {
        let descriptor: FileDescriptor
        if file == "-" {
            descriptor = .standardInput
        } else {
            let path = shell.absolute(FilePath(file))
            guard shell.isFile(path), let opened = try? FileDescriptor.open(path, .readOnly) else {
                throw Failure(
                    "file.missing", "There is no file \(path), or it cannot be read.", next: "ls -l \(path)", exit: .notFound)
            }
            descriptor = opened
        }
        defer { if file != "-" { try? descriptor.close() } }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { piece.deallocate() }
        while true {
            // What never ends is ended by whoever started it.
            try Task.checkCancellation()
            let count: Int
            do { count = try descriptor.read(into: piece) } catch {
                throw Failure("file.unreadable", "\(file) cannot be read to its end.", next: "ls -l \(file)", exit: .failed)
            }
            if count == 0 { return }
            try body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
        }
    }
}
