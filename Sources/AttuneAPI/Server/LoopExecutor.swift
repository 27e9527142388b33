import NIOCore

/// Runs tasks on one event loop, beside its connections. What computes for long goes elsewhere: see ``Route/Trait/brief``.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// One for each loop, by its identity; kept for as long as a connection may be served.
    static func all(of group: any EventLoopGroup) -> [ObjectIdentifier: LoopExecutor] {
        var executors: [ObjectIdentifier: LoopExecutor] = [:]
        for loop in group.makeIterator() { executors[ObjectIdentifier(loop)] = LoopExecutor(loop) }
        return executors
    }
}
