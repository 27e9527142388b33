import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Stands between the wire and the requests of one connection, and holds two promises that Hummingbird leaves open.
///
/// - A request has an absolute deadline, from its first line to the end of its answer. Hummingbird's idle time-out starts again with every
///   part of a body, so a byte a second would hold a connection for ever.
/// - What cannot be read as HTTP, or has too many headers, is answered with a problem document instead of an empty 400 or a closed socket;
///   after the requests before it, because an answer belongs to whichever request is the next without one.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let allowed: TimeAmount
    private let date: DateStamp
    /// How long a client may take to read the last answer before the socket goes: closing at once would reset it unread.
    private let linger: TimeAmount = .seconds(1)

    /// Requests whose head has come and whose answer is not complete.
    private var open = 0
    private var bodyIsComing = false
    private var answerHasBegun = false
    /// What is wrong with what came behind requests that are still to be answered: said when they are, and the last that is.
    private var lastWord: Problem?
    private var closesAfterAnswer = false
    private var isClosing = false
    private var deadline: NIODeadline?
    private var timer: Scheduled<Void>?

    init(deadline: Duration, date: DateStamp) {
        allowed = TimeAmount(deadline)
        self.date = date
    }

    // MARK: Inbound

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing, lastWord == nil else { return }
        switch unwrapInboundIn(data) {
        case .head:
            open += 1
            bodyIsComing = true
            if deadline == nil { startClock(context) }
        case .body: break
        case .end:
            bodyIsComing = false
            if open == 0 { deadline = nil }
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isClosing else { return }
        // A broken socket has nobody to answer.
        if error is IOError || error is ChannelError { return context.fireErrorCaught(error) }
        guard lastWord == nil else { return }
        lastWord =
            switch error {
            case HTTPParserError.headerOverflow: .headersTooLarge
            case HeadCheck.Fault.host: .noHost
            case HeadCheck.Fault.transferCoding: .transferCoding
            default: .malformed
            }
        sayLastWord(context)
    }

    /// Once those are answered that came whole: an answer goes to the request whose turn it is.
    private func sayLastWord(_ context: ChannelHandlerContext) {
        guard let lastWord, open <= (bodyIsComing ? 1 : 0) else { return }
        if answerHasBegun {
            context.close(promise: nil)
        } else if bodyIsComing, open == 0 {
            // Of a request that has its answer.
            closeGently(context)
        } else {
            answer(lastWord, context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        deadline = nil
        context.fireChannelInactive()
    }

    // MARK: Outbound

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isClosing else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.status.kind != .informational {
                answerHasBegun = true
                closesAfterAnswer = head.headerFields[.connection] == "close"
            }
            context.write(data, promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            open -= 1
            answerHasBegun = false
            // A body that still dribbles in after its answer stays under the same deadline.
            if open > 0 { deadline = .now() + allowed } else if !bodyIsComing { deadline = nil }
            if closesAfterAnswer {
                context.writeAndFlush(data, promise: promise)
                closeGently(context)
            } else {
                context.write(data, promise: promise)
                sayLastWord(context)
            }
        }
    }

    // MARK: Time

    private func startClock(_ context: ChannelHandlerContext) {
        deadline = .now() + allowed
        // One timer serves a connection's whole life: it looks at the deadline when it fires and goes back to sleep.
        if timer == nil { schedule(context, at: .now() + allowed) }
    }

    private func schedule(_ context: ChannelHandlerContext, at time: NIODeadline) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: time) { [self] in
            timer = nil
            guard let deadline, !isClosing else { return }
            guard deadline <= .now() else { return schedule(context, at: deadline) }
            if answerHasBegun || open == 0 {
                context.close(promise: nil)
            } else {
                answer(bodyIsComing ? .timedOut : .tooSlow, context)
            }
        }
    }

    // MARK: Last words

    private func answer(_ problem: Problem, _ context: ChannelHandlerContext) {
        let body = problem.body(requestID: "none")
        var fields = StandardFields.api
        fields[.contentType] = "application/problem+json"
        fields[.contentLength] = String(body.count)
        fields[.connection] = "close"
        fields[.date] = date.text()
        if let seconds = problem.retryAfter { fields[.retryAfter] = String(seconds) }
        context.write(wrapOutboundOut(.head(HTTPResponse(status: problem.status, headerFields: fields))), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        closeGently(context)
    }

    private func closeGently(_ context: ChannelHandlerContext) {
        isClosing = true
        deadline = nil
        timer?.cancel()
        context.close(mode: .output, promise: nil)
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: linger) { context.close(promise: nil) }
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}
