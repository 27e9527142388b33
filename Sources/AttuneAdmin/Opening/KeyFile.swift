internal import Access
internal import Foundation
internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#endif

/// Where the clinic's keys are kept: the configuration's text, its file, the systemd credential `attune.keys`, or `keys` below the data
/// directory; the first of these that there is.
struct KeyFile: Sendable {
    private let text: String?
    let path: FilePath

    init(_ settings: Settings, in shell: Shell) {
        text = settings.keys.text
        let credential = shell.environment["CREDENTIALS_DIRECTORY"].map { FilePath($0).appending("attune.keys") }
        path =
            settings.keys.file
            ?? credential.flatMap { FileManager.default.fileExists(atPath: $0.string) ? $0 : nil }
            ?? settings.dataDirectory.appending("keys")
    }

    /// - Parameter mayMake: whether new keys may be made where there are none: only for a clinic that is just being founded, since nothing
    ///   sealed with other keys could ever be read again.
    func read(mayMake: Bool = false) throws -> Keyring {
        if let text { return try Keyring.parse(text) }
        if mayMake, !exists { try make(.random()) }
        guard let data = FileManager.default.contents(atPath: path.string) else {
            throw Failure(
                "keys.missing", "The clinic's keys are not at \(path).",
                why: "Without them its secret text cannot be read; new ones would not open it.",
                next: "put the file back there, or name it: --set keys.file=PATH", exit: .failed)
        }
        var status = stat()
        // A systemd credential is a file of root's that only this service's account is let near.
        guard stat(path.string, &status) == 0, status.st_mode & 0o037 == 0 else {
            throw Failure(
                "keys.open_to_others", "Others than its owner may read \(path).",
                why: "Whoever has the keys and the database reads everything.", next: "chmod 600 \(path)", exit: .failed)
        }
        return try Keyring.parse(String(decoding: data, as: UTF8.self))
    }

    /// For a process that goes on when the keys change: reads them again, and makes none.
    var reload: @Sendable () throws -> Keyring { { try self.read() } }

    var exists: Bool { FileManager.default.fileExists(atPath: path.string) }

    /// Whether the keys stand in the configuration, where no command can change them.
    var isText: Bool { text != nil }

    /// Writes a ring where there is none yet.
    func make(_ ring: Keyring) throws {
        try? FileManager.default.createDirectory(
            atPath: path.removingLastComponent().string, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o711])
        try write(ring, flags: O_CREAT | O_EXCL)
    }

    /// Replaces the file at once: a reader sees the old ring or the new one.
    func replace(with ring: Keyring) throws {
        let next = KeyFile(text: nil, path: FilePath(path.string + ".new"))
        try next.write(ring, flags: O_CREAT | O_TRUNC)
        // Whoever runs the command, the server's account must go on reading its file.
        var old = stat()
        if stat(path.string, &old) == 0, old.st_uid != geteuid() || old.st_gid != getegid() {
            guard chown(next.path.string, old.st_uid, old.st_gid) == 0, chmod(next.path.string, old.st_mode & 0o640) == 0 else {
                unlink(next.path.string)
                throw unwritable
            }
        }
        guard rename(next.path.string, path.string) == 0 else { throw unwritable }
    }

    private init(text: String?, path: FilePath) {
        self.text = text
        self.path = path
    }

    private func write(_ ring: Keyring, flags: Int32) throws {
        let file = open(path.string, O_WRONLY | flags, 0o600)
        guard file >= 0 else { throw unwritable }
        defer { close(file) }
        let bytes = Array(ring.text.utf8)
        guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else { throw unwritable }
    }

    private var unwritable: Failure {
        Failure(
            "keys.unwritable", "The clinic's keys cannot be written to \(path).", next: "ls -ld \(path.removingLastComponent())",
            exit: .failed)
    }
}
