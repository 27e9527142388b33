import HTTPTypes
import HummingbirdCore
import NIOCore

/// Collects a request's body, up to a limit.
enum BodyReader {
    /// - Throws: 413 as soon as more than `limit` bytes are announced or have come.
    static func read(_ request: Request, upTo limit: Int) async throws -> [UInt8] {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        if let announced, announced > limit { throw Problem.bodyTooLarge }
        guard announced ?? 0 > 0 || request.headers[.transferEncoding] != nil else { return [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(announced ?? 1_024, limit))
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= limit else { throw Problem.bodyTooLarge }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }
}
