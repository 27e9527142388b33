internal import NIOCore
internal import NIOPosix

/// One HTTP/1.1 request over a connection of its own: enough to talk to Attune itself on this machine or behind a plain proxy.
struct HTTPCall {
    struct Answer {
        let status: Int
        let body: [UInt8]
    }

    /// `http://127.0.0.1:8080`. HTTPS is for a real client such as curl.
    let base: String
    private static let largestAnswer = 64 << 20

    func send(_ method: String, _ path: String, _ fields: [(String, String)], _ body: [UInt8]) async throws -> Answer {
        guard let (host, port) = Self.parse(base) else {
            throw Failure(
                "api.url", "\(base) is not an address of the form http://host:port.",
                next: "attune api … --url http://127.0.0.1:8080")
        }
        for (name, value) in fields where value.contains(where: \.isNewline) || value.contains("\0") {
            throw Failure("api.field", "\(name) holds a line break.", exit: .usage)
        }
        guard !path.contains(where: { $0.isWhitespace }) else {
            throw Failure("api.path", "The path holds white space.", why: "Write %20 for a space.")
        }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: \(host):\(port)\r\nConnection: close\r\nContent-Length: \(body.count)\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        let bytes = try await exchange(host, port, Array((head + "\r\n").utf8) + body)
        guard let answer = Self.read(bytes) else {
            throw Failure("api.answer", "What answers there does not speak HTTP.", exit: .failed)
        }
        return answer
    }

    private func exchange(_ host: String, _ port: Int, _ request: [UInt8]) async throws -> [UInt8] {
        let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        do {
            channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(5))
                .connect(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
                }
        } catch {
            throw Failure(
                "api.unreachable", "Nothing answers at \(base).", why: "Attune is not running there, or listens on another port.",
                next: "attune up, or --url", exit: .retryLater)
        }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: request))
            var bytes: [UInt8] = []
            for try await part in inbound {
                bytes += part.readableBytesView
                if bytes.count > Self.largestAnswer {
                    throw Failure("api.too_large", "The answer has more than 64 MiB.", exit: .failed)
                }
            }
            return bytes
        }
    }

    static func parse(_ base: String) -> (host: String, port: Int)? {
        guard base.hasPrefix("http://") else { return nil }
        let rest = base.dropFirst(7).prefix { $0 != "/" }
        guard let colon = rest.lastIndex(of: ":") else { return rest.isEmpty ? nil : (String(rest), 80) }
        guard let port = Int(rest[rest.index(after: colon)...]), (1...65_535).contains(port), colon > rest.startIndex else {
            return nil
        }
        return (String(rest[..<colon]), port)
    }

    /// The status, and the body as its length or its chunks say.
    static func read(_ bytes: [UInt8]) -> Answer? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first, first.hasPrefix("HTTP/1."),
            let status = first.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        let body = Array(bytes[end.upperBound...])
        let isChunked = lines.contains { $0.lowercased().hasPrefix("transfer-encoding:") && $0.lowercased().hasSuffix("chunked") }
        return Answer(status: status, body: isChunked ? unchunked(body) : body)
    }

    private static func unchunked(_ bytes: [UInt8]) -> [UInt8] {
        var (out, rest) = ([UInt8](), bytes[...])
        while let line = rest.firstRange(of: [13, 10]),
            let size = Int(String(decoding: rest[..<line.lowerBound].prefix { $0 != 0x3B }, as: UTF8.self), radix: 16), size > 0,
            rest.count >= line.upperBound - rest.startIndex + size
        {
            out += rest[line.upperBound..<(line.upperBound + size)]
            rest = rest[(line.upperBound + size)...].dropFirst(2)
        }
        return out
    }
}
