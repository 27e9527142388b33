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
    /// - Throws: `keys.unwritable`; then there is none, and no half of one that would stand in the way.
    func make(_ ring: Keyring) throws {
        // Where the folder cannot be made, the file in it cannot either, and that says why.
        try? FileManager.default.createDirectory(
            atPath: path.removingLastComponent().string, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o711])
        do { try PrivateFile.create(path, ring.text) } catch { throw unwritable(error) }
    }

    /// Replaces the file at once: a reader sees the old ring or the new one.
    /// - Throws: `keys.unwritable`; then the old one stands.
    func replace(with ring: Keyring) throws {
        let next = FilePath(path.string + ".new")
        // What an interrupted command left there.
        unlink(next.string)
        do { try PrivateFile.create(next, ring.text) } catch { throw unwritable(error) }
        // Whoever runs the command, the server's account must go on reading its file.
        var old = stat()
        let isAnothers = stat(path.string, &old) == 0 && (old.st_uid != geteuid() || old.st_gid != getegid())
        guard
            !isAnothers || (chown(next.string, old.st_uid, old.st_gid) == 0 && chmod(next.string, old.st_mode & 0o640) == 0),
            rename(next.string, path.string) == 0
        else {
            let error = Errno(rawValue: errno)
            unlink(next.string)
            throw unwritable(error)
        }
    }

    private func unwritable(_ error: Errno) -> Failure {
        Failure(
            "keys.unwritable", "The clinic's keys cannot be written to \(path).", why: Failure.reason(error),
            next: Failure.remedy(error, path), exit: .failed)
    }
}
