internal import Foundation
internal import SystemPackage

extension Shell {
    /// A file that a person names, or `-` for standard input.
    /// - Parameter limit: bytes; a larger one is refused before it is read.
    func bytes(of name: String, limit: Int = 8 << 20) throws -> [UInt8] {
        if name == "-" {
            guard let text = readInput() else {
                throw Failure("file.no_input", "Nothing was piped in.", next: "attune … FILE, or … < FILE")
            }
            return Array(text.utf8)
        }
        let path = absolute(FilePath(name))
        guard let size = (try? FileManager.default.attributesOfItem(atPath: path.string))?[.size] as? Int else {
            throw Failure(
                "file.missing", "There is no file \(path), or it cannot be read.", next: "ls -l \(path)", exit: .notFound)
        }
        guard size <= limit else {
            throw Failure(
                "file.too_large", "\(path) has more than \(limit >> 20) MiB.", why: "Split it, then read the parts one by one.")
        }
        guard let data = FileManager.default.contents(atPath: path.string) else {
            throw Failure("file.unreadable", "\(path) cannot be read.", next: "ls -l \(path)", exit: .failed)
        }
        return Array(data)
    }

    func text(ofFile name: String) throws -> String {
        guard let text = String(validating: try bytes(of: name), as: UTF8.self) else {
            throw Failure("file.not_utf8", "\(name) is not UTF-8 text.", next: "iconv -f WINDOWS-1252 -t UTF-8 \(name)")
        }
        return text
    }
}
