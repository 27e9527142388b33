import Foundation
import Synchronization
import SystemPackage

@testable import AttuneAdmin

/// A shell that remembers what was written, in a folder of its own.
final class TestShell: Sendable {
    private let written = Mutex((output: "", talk: ""))
    let folder: FilePath

    init() throws {
        folder = FilePath(FileManager.default.temporaryDirectory.path).appending("attune-shell-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.string) }

    /// Data that a command printed.
    var output: String { written.withLock { $0.output } }
    /// What it said besides.
    var talk: String { written.withLock { $0.talk } }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder.appending(name).string, atomically: true, encoding: .utf8)
    }

    func shell(_ environment: [String: String] = [:], width: Int? = nil, isRoot: Bool = false, input: String? = nil) -> Shell {
        Shell(
            environment: ["HOME": folder.string].merging(environment) { $1 }, currentDirectory: folder, isRoot: isRoot,
            userName: "amara",
            program: "attune",
            output: .init(width: width, isColoured: false) { text in self.written.withLock { $0.output += text } },
            talk: .init(width: width, isColoured: false) { text in self.written.withLock { $0.talk += text } },
            readInput: { input })
    }

    /// Runs a whole command line, as the program would.
    func attune(_ arguments: String..., environment: [String: String] = [:], width: Int? = nil) async -> ExitStatus {
        await Attune.run(arguments, in: shell(environment, width: width))
    }
}
