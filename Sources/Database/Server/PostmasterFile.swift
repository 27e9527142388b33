internal import Foundation
internal import Glibc

/// `postmaster.pid`: who runs on a data folder, where its socket is, and whether it takes connections. Its lines are PostgreSQL's
/// (`src/include/utils/pidfile.h`): process, folder, start time, port, socket folder, address, shared memory, status.
struct PostmasterFile {
    let processID: pid_t
    let socketDirectory: String
    let isReady: Bool

    init?(dataDirectory: String) {
        guard let text = try? String(contentsOfFile: dataDirectory + "/postmaster.pid", encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
        guard let first = lines.first, let id = pid_t(first), id > 0 else { return nil }
        processID = id
        socketDirectory = lines.count > 4 ? lines[4] : ""
        isReady = lines.count > 7 && lines[7] == "ready"
    }

    /// Whether that process lives and is a PostgreSQL: its number may have gone to another program since a crash, and one that was killed
    /// keeps its number until somebody has asked how it ended (state Z in proc(5)).
    var isAlive: Bool {
        guard kill(processID, 0) == 0 || errno == EPERM else { return false }
        // `412 (postgres) S …`
        let status = (try? String(contentsOfFile: "/proc/\(processID)/stat", encoding: .utf8)) ?? ""
        guard let end = status.lastIndex(of: ")") else { return false }
        let state = status[end...].dropFirst(2).first
        return status.contains(" (postgres") && state != "Z" && state != "X"
    }
}
