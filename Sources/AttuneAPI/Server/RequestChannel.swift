import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// What Hummingbird's server does with a connection: HTTP/1.1 as its own channel sets it up, with ``ConnectionGuard``, and
/// ``RequestTurns`` at its end.
///
/// Hummingbird's channel hands each part of a request to a task through one asynchronous sequence, and its answer back through another, on
/// other threads: a third of what the server spent on a small answer.
struct RequestChannel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let end: EventLoopFuture<Void>
    }

    let configuration: APIConfiguration
    let door: RequestTurns.Door
    let executors: [ObjectIdentifier: LoopExecutor]

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = configuration.maximumHeaderBytes
            limits.maxHeaderListSize = configuration.maximumHeaderBytes
            limits.maxHeaderFieldCount = configuration.maximumHeaders
            let pipeline = channel.pipeline.syncOperations
            // Turns, errors and headers are looked after further down the line.
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits)
            try pipeline.addHandler(HeadCheck())
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try pipeline.addHandler(ConnectionGuard(deadline: configuration.requestDeadline, date: door.date))
            try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: configuration.idleTimeout, logger: logger))
            guard let executor = executors[ObjectIdentifier(channel.eventLoop)] else {
                throw ChannelError.inappropriateOperationForState
            }
            let turns = RequestTurns(door: door, executor: executor)
            try pipeline.addHandler(turns)
            guard let end = turns.end else { throw ChannelError.inappropriateOperationForState }
            return Value(channel: channel, end: end)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await withTaskCancellationHandler {
            try? await value.end.get()
        } onCancel: {
            value.channel.close(mode: .input, promise: nil)
        }
    }
}
