import NIOCore
import NIOHTTP1

/// Lets no head through that somebody between the client and us may read differently: a request names one host, and its body comes in no
/// coding but chunks (RFC 9112, 3.2 and 6.1). HTTP/1.0 knows no Host, and a probe that speaks it is answered.
///
/// Nothing is read after a fault: where the next request would begin is what is in doubt. ``ConnectionGuard`` answers.
final class HeadCheck: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    enum Fault: Error { case host, transferCoding }

    private var isOver = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        if case .head(let head) = unwrapInboundIn(data), let fault = Self.fault(of: head) {
            isOver = true
            return context.fireErrorCaught(fault)
        }
        context.fireChannelRead(data)
    }

    private static func fault(of head: HTTPRequestHead) -> Fault? {
        let hosts = head.headers["Host"]
        let needsHost = head.version != .http1_0
        guard hosts.count < 2, hosts.first != "", !(hosts.isEmpty && needsHost) else { return .host }
        let codings = head.headers["Transfer-Encoding"]
        return codings.isEmpty || codings.count == 1 && codings[0].lowercased() == "chunked" ? nil : .transferCoding
    }
}
