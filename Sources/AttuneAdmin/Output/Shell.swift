internal import Foundation
internal import Synchronization
internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#endif

/// What a command may know of the world around it. Tests pass one of their own; nothing below reads the process's state.
struct Shell: Sendable {
    let environment: [String: String]
    let currentDirectory: FilePath
    let isRoot: Bool
    /// The account's name, which the audit trail shows for what an operator does.
    let userName: String
    /// The program's own file, for the commands that messages suggest.
    let program: String
    /// Data: tables, JSON. nil width when it is no terminal.
    let output: Stream
    /// Talk: progress, warnings, refusals.
    let talk: Stream
    /// Standard input, when something is piped in.
    let readInput: @Sendable () -> String?

    struct Stream: Sendable {
        /// Columns of the terminal, or nil when the stream is a file or a pipe.
        let width: Int?
        let isColoured: Bool
        let write: @Sendable (String) -> Void
        /// The error number (errno) of the first write that failed, other than because the reader had gone.
        var failure: @Sendable () -> Int32? = { nil }
    }

    func absolute(_ path: FilePath) -> FilePath {
        if path.string == "~" || path.string.hasPrefix("~/"), let home = environment["HOME"] {
            return FilePath(home).appending(String(path.string.dropFirst(2)))
        }
        return path.isAbsolute ? path : currentDirectory.pushing(path).lexicallyNormalized()
    }

    func isFile(_ path: FilePath) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path.string, isDirectory: &isFolder) && !isFolder.boolValue
    }

    /// A configuration file's text. At most 1 MiB of UTF-8.
    func text(of path: FilePath) throws(ConfigurationProblem) -> String {
        guard let data = FileManager.default.contents(atPath: path.string), data.count <= 1 << 20,
            let text = String(validating: data, as: UTF8.self)
        else { throw .fileUnreadable(path: path.string) }
        return text
    }

    func print(_ line: String = "") { output.write(line + "\n") }
    func say(_ line: String = "") { talk.write(line + "\n") }
}

extension Shell {
    /// The process's own surroundings.
    static func ofProcess() -> Shell {
        let environment = ProcessInfo.processInfo.environment
        return Shell(
            environment: environment,
            currentDirectory: FilePath(FileManager.default.currentDirectoryPath),
            isRoot: geteuid() == 0,
            userName: NSUserName(),
            program: CommandLine.arguments.first ?? "attune",
            output: .of(descriptor: 1, environment), talk: .of(descriptor: 2, environment),
            readInput: {
                isatty(0) == 1 ? nil : String(validating: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
            })
    }
}

private final class FirstFailure: Sendable {
    private let noted = Mutex<Int32?>(nil)

    var number: Int32? { noted.withLock { $0 } }
    func note(_ number: Int32) { noted.withLock { $0 = $0 ?? number } }
}

extension Shell.Stream {
    /// Colour only for a person who did not ask for none: `NO_COLOR` (no-color.org) and `TERM=dumb` are honoured.
    static func of(descriptor: Int32, _ environment: [String: String]) -> Shell.Stream {
        let isTerminal = isatty(descriptor) == 1
        var size = winsize()
        let known = isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let wantsColour = environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        let failure = FirstFailure()
        return Shell.Stream(
            width: isTerminal ? (known ? Int(size.ws_col) : 80) : nil, isColoured: isTerminal && wantsColour,
            write: { text in
                var bytes = Array(text.utf8)[...]
                while !bytes.isEmpty {
                    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                    if count > 0 {
                        bytes = bytes.dropFirst(count)
                    } else if errno != EINTR && errno != EAGAIN {
                        // A reader that went away (`attune clients list | head`) is no failure of ours.
                        return errno == EPIPE ? () : failure.note(errno)
                    }
                }
            }, failure: { failure.number })
    }
}
