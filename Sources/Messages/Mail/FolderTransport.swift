#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Writes each mail as a file, `<message id>.eml`, for demonstrations: any mail program opens it. Readable by the owner only.
public struct FolderTransport: MailTransport {
    public let folder: String

    /// - Parameter folder: made when it does not exist; its parent must.
    public init(folder: String) { self.folder = folder }

    /// - Throws: `folder.write`, temporary: a full disk may have room again.
    public func send(_ mail: Mail) async throws(MailFailure) {
        mkdir(folder, 0o700)
        let path = "\(folder)/\(mail.name).eml"
        // Written beside and renamed, so that nobody ever reads half a mail; the same mail again is the same file.
        guard Self.write(Array(mail.rfc5322.utf8), to: path + ".part"), rename(path + ".part", path) == 0 else {
            throw MailFailure("folder.write", isTemporary: true)
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                    Glibc.write(file, buffer.baseAddress, buffer.count)
                #elseif canImport(Musl)
                    Musl.write(file, buffer.baseAddress, buffer.count)
                #else
                    Darwin.write(file, buffer.baseAddress, buffer.count)
                #endif
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
