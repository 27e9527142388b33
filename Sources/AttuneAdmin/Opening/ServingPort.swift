internal import Foundation
internal import SystemPackage

/// On which port this clinic was served last, in its data folder: a taken port moves on to the next one, and links that other commands print
/// must lead to where somebody answers.
enum ServingPort {
    private static func path(_ settings: Settings) -> String { settings.dataDirectory.appending("port").string }

    /// The port that was written last; the configured one where none was.
    static func read(in settings: Settings) -> Int {
        guard let data = FileManager.default.contents(atPath: path(settings)), data.count <= 6,
            let port = Int(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)), (1...65_535).contains(port)
        else { return settings.web.port }
        return port
    }

    /// - Returns: whether it could be written. Where it could not, links name the configured port, as they did before.
    @discardableResult
    static func write(_ port: Int, in settings: Settings) -> Bool {
        FileManager.default.createFile(atPath: path(settings), contents: Data("\(port)\n".utf8))
    }
}
