import DequeModule
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// The last station of one connection: takes its requests one after the other, has each answered, and writes the answer.
///
/// The task that answers runs on the connection's own event loop, so that a request changes threads only where it waits for the database.
/// Lives on that loop.
final class RequestTurns: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let door: Door
    private let executor: LoopExecutor
    private var context: ChannelHandlerContext?
    /// The address at the other end.
    private var peer: String?
    private var ended: EventLoopPromise<Void>?

    private var isAnswering = false
    /// Of the latest request, until its last part has come.
    private var body: RequestBody?
    /// Parts of requests whose turn has not come: a client may send the next before it has the answer.
    private var waiting = Deque<HTTPRequestPart>()
    /// Beyond so many nothing more is read until an answer is out.
    private static let mostWaiting = 64
    private var isReadHeld = false
    private var isInputClosed = false
    /// The answer that was written is the last.
    private var isEnding = false

    init(door: Door, executor: LoopExecutor) {
        self.door = door
        self.executor = executor
    }

    /// Fulfilled when the connection is closed and nobody is at work for it any more. Once the handler is added.
    var end: EventLoopFuture<Void>? { ended?.futureResult }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        peer = context.channel.remoteAddress?.ipAddress
        ended = context.eventLoop.makePromise()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        leave()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isEnding = true
        leave()
        context.fireChannelInactive()
    }

    private func leave() {
        waiting.removeAll()
        body?.end(isWhole: false)
        body = nil
        if !isAnswering { ended?.succeed() }
    }

    // MARK: In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        guard !isEnding else { return passOver(part) }
        if isAnswering && body == nil { waiting.append(part) } else { take(part, context) }
    }

    /// What comes after the last answer; a body that somebody still reads has its end.
    private func passOver(_ part: HTTPRequestPart) {
        guard let body else { return }
        switch part {
        case .body(let bytes): body.append(bytes)
        case .head, .end:
            body.end(isWhole: true)
            self.body = nil
        }
    }

    private func take(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        switch part {
        case .head(let head): begin(head, context)
        case .body(let bytes): body?.append(bytes)
        case .end:
            body?.end(isWhole: true)
            body = nil
        }
    }

    private func begin(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
        isAnswering = true
        let announced =
            head.headerFields[.contentLength].map { Int($0) ?? .max } ?? (head.headerFields[.transferEncoding] == nil ? 0 : nil)
        if head.headerFields[.expect]?.lowercased() == "100-continue", announced ?? 0 <= door.mostBytes {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        let loop = context.eventLoop
        let turns = NIOLoopBound(self, eventLoop: loop)
        let body = RequestBody(announced: announced) { loop.execute { turns.value.readOn() } }
        self.body = body
        // Not structured: whoever hangs up does not undo what is being done, and `end` waits for it.
        Task(executorPreference: executor) { [answer = door.answer, peer] in
            let answered = await answer(head, peer, body)
            if loop.inEventLoop {
                turns.value.write(answered, to: head)
            } else {
                loop.execute { turns.value.write(answered, to: head) }
            }
        }
    }

    // MARK: Out

    private func write(_ answered: Answered, to request: HTTPRequest) {
        isAnswering = false
        guard let context, !isEnding else {
            ended?.succeed()
            return
        }
        var head = answered.head
        head.headerFields[.date] = door.date.text()
        if Self.endsConnection(request) { head.headerFields[.connection] = "close" }
        isEnding = head.headerFields[.connection] == "close"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !answered.omitsBody, !answered.reply.body.isEmpty {
            context.write(wrapOutboundOut(.body(ByteBuffer(bytes: answered.reply.body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        body?.passOver()
        goOn(context)
    }

    /// Asked for by the client; or implied: HTTP/1.0 (which sends no Host) ends each answer so, and after an offer to upgrade, which
    /// we decline, NIO reads no further request.
    private static func endsConnection(_ head: HTTPRequest) -> Bool {
        if let connection = head.headerFields[.connection], connection.lowercased().contains("close") { return true }
        return head.authority?.isEmpty ?? true || head.headerFields[.upgrade] != nil
    }

    private func goOn(_ context: ChannelHandlerContext) {
        if isEnding { return waiting.removeAll() }
        while !(isAnswering && body == nil), let part = waiting.popFirst() { take(part, context) }
        if isInputClosed, !isAnswering { context.close(mode: .output, promise: nil) }
        readOn()
    }

    // MARK: Reading on

    func read(context: ChannelHandlerContext) {
        isReadHeld = !mayRead
        if mayRead { context.read() }
    }

    private var mayRead: Bool { waiting.count < Self.mostWaiting && body?.isFull != true }

    private func readOn() {
        guard isReadHeld, mayRead, let context else { return }
        isReadHeld = false
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            isInputClosed = true
            body?.end(isWhole: false)
            body = nil
            if !isAnswering { context.close(mode: .output, promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }
}

@available(*, unavailable)
extension RequestTurns: Sendable {}

extension RequestTurns {
    /// What the connections of one server share.
    struct Door: Sendable {
        /// Of a body that is waited for with `100 Continue`.
        let mostBytes: Int
        let date: DateStamp
        let answer: @Sendable (HTTPRequest, _ peer: String?, RequestBody) async -> Answered
    }
}
