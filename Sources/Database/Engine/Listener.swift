import CLibPQ
import DequeModule

/// A wish to hear notifications.
final class ListenRequest: Sendable {
    let channels: [String]
    let continuation: AsyncStream<Database.Notification>.Continuation

    init(channels: [String], continuation: AsyncStream<Database.Notification>.Continuation) {
        self.channels = channels
        self.continuation = continuation
    }
}

/// A connection that listens, and nothing else. Made anew when it is lost.
final class Listener: LinkOwner {
    let request: ListenRequest
    let link: Link
    private var hasListened = false

    init(_ request: ListenRequest, engine: Engine, token: UInt64) {
        self.request = request
        link = Link(token: token, isLane: false, engine: engine)
        link.owner = self
    }

    func linkIsReady(_ link: Link) {
        guard let connection = link.connection, PQexitPipelineMode(connection) == 1 else { return link.fail() }
        link.isPipelined = false
        let commands = request.channels.map { channel in
            "LISTEN \"" + channel.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }
        guard PQsendQuery(connection, commands.joined(separator: ";")) == 1 else { return link.fail() }
        link.watchOutsidePipeline(read: true, write: PQflush(connection) == 1)
    }

    func linkHasEvents(_ link: Link) {
        guard let connection = link.connection, PQconsumeInput(connection) == 1 else { return link.fail() }
        link.watchOutsidePipeline(read: true, write: PQflush(connection) == 1)
        while PQisBusy(connection) == 0, let result = PQgetResult(connection) {
            let status = PQresultStatus(result)
            PQclear(result)
            if status == PGRES_COMMAND_OK { isListening() }
        }
        while let notification = PQnotifies(connection) {
            request.continuation.yield(
                Database.Notification(
                    channel: String(cString: notification.pointee.relname), payload: String(cString: notification.pointee.extra),
                    mayHaveMissed: false))
            PQfreemem(notification)
        }
    }

    /// Told once for each connection, also for the first: what was sent before it could not be heard.
    private func isListening() {
        guard !hasListened else { return }
        hasListened = true
        for channel in request.channels {
            request.continuation.yield(Database.Notification(channel: channel, payload: "", mayHaveMissed: true))
        }
    }

    func linkIsLost(_ link: Link, sent: Deque<Link.Sent>) {
        hasListened = false
        link.isPipelined = true
    }

    func close() {
        link.shut()
        request.continuation.finish()
    }

    func link(_ link: Link, _ sent: Link.Sent, has result: OpaquePointer, _ status: ExecStatusType) { PQclear(result) }
    func link(_ link: Link, finished sent: Link.Sent) {}
    func link(_ link: Link, reachedSyncOf flight: Flight?) {}
}
