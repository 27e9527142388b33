internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#endif

/// A file that nobody but its owner may open, and that is there whole or not at all: a full disk leaves no half of one behind.
enum PrivateFile {
    /// Writes a new file, through to the disk. Nothing is overwritten.
    /// - Parameter write: writes what is in it.
    /// - Throws: why it is not there: `.fileExists`, `.noSpace` and the like.
    static func create(_ path: FilePath, _ write: (FileDescriptor) throws(Errno) -> Void) throws(Errno) {
        let file = try caught {
            try FileDescriptor.open(
                path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
        }
        do throws(Errno) {
            do throws(Errno) {
                try write(file)
                guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            } catch {
                try? file.close()
                throw error
            }
            // Some file systems say only now that there was no room.
            try caught { try file.close() }
        } catch {
            unlink(path.string)
            throw error
        }
    }

    static func create(_ path: FilePath, _ text: String) throws(Errno) {
        try create(path) { file throws(Errno) in _ = try caught { try file.writeAll(Array(text.utf8)) } }
    }

    /// SystemPackage's functions throw nothing else.
    private static func caught<Value>(_ body: () throws -> Value) throws(Errno) -> Value {
        do { return try body() } catch let error as Errno { throw error } catch { throw .ioError }
    }
}

extension Failure {
    /// A file that a command was to write.
    init(notWritten path: FilePath, _ error: Errno) {
        self = Failure(
            "file.unwritable", "\(path) cannot be written.", why: Self.reason(error), next: Self.remedy(error, path),
            exit: .failed)
    }

    static func reason(_ error: Errno) -> String {
        error == .fileExists ? "It is there already: nothing is overwritten." : "\(error)."
    }

    static func remedy(_ error: Errno, _ path: FilePath) -> String {
        let folder = path.removingLastComponent()
        return [.noSpace, .diskQuotaExceeded].contains(error) ? "df -h \(folder)" : "ls -ld \(folder)"
    }
}
