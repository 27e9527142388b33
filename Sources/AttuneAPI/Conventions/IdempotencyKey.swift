import Access
import Clinic
import Database
import HTTPTypes

/// A caller's name for one act, so that a retry after a lost answer cannot do it twice.
struct IdempotencyKey: Sendable {
    static let field = HTTPField.Name("Idempotency-Key")
    static let replayed = HTTPField.Name("Idempotency-Replayed")

    let text: String

    /// The draft makes the value a structured string, in quotes; the same text without them is the same key.
    /// - Throws: 400 where there is none, or it is not 1 to 255 visible ASCII characters.
    init(_ fields: HTTPFields) throws(Problem) {
        guard let name = Self.field, var value = fields[name] else { throw .keyRequired }
        if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = String(value.dropFirst().dropLast()) }
        guard (1...255).contains(value.utf8.count), value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .keyRequired
        }
        text = value
    }
}

/// Carries out a request at most once for each key and actor. The answer commits with the effect and is replayed byte for byte.
///
/// Two requests with one key at the same time: the second finds the key locked and hears 409, retryable; there is one effect. A refusal
/// is not kept, since it had no effect: the same key may try again.
struct OnceOnly {
    let key: IdempotencyKey
    let exchange: Exchange
    let credential: Credential
    let policy: Policy

    private struct Replay: Error { let reply: Reply }

    func act(_ body: @escaping @Sendable (Act) async throws -> Reply) async throws -> Reply {
        let hash = requestHash
        let key = key.text
        do {
            return try await exchange.services.gate.act(credential, policy, exchange.request) { act in
                let answers = try await act.queries([SQL.lockIdempotencyKey(key), SQL.keptAnswer(key)])
                guard answers.count == 2, try answers[0].value(Bool.self) else { throw Problem.keyInFlight }
                if let kept = try answers[1].first({ row in try Kept(row: &row) }) {
                    guard kept.hash == hash else { throw Problem.keyReused }
                    // Leaves the transaction, which did nothing.
                    throw Replay(reply: kept.reply)
                }
                let reply = try await body(act)
                let kept = exchange.route.traits.contains(.showsSecret) ? Kept.withoutSecret(exchange) : reply
                try await act.enqueue(SQL.keepAnswer(key, hash, kept.status.code, JSONText(Kept.headers(of: kept)), kept.body))
                return reply
            }
        } catch let replay as Replay {
            return replay.reply
        }
    }

    /// What makes two requests the same: method, address, media type and every byte of the body.
    private var requestHash: [UInt8] {
        let line = "\(exchange.head.method.rawValue) \(exchange.head.path ?? "")\n\(exchange.mediaType ?? "")\n"
        return Secrets.sha256(Array(line.utf8) + exchange.bytes)
    }
}

/// An answer as it is kept.
private struct Kept {
    let hash: [UInt8]
    let reply: Reply

    init(row: inout RowReader) throws {
        hash = try row.next()
        var reply = Reply()
        reply.status = .init(code: Int(try row.next(Int32.self)))
        let headers = try JSONReader.read(Array(try row.next(JSONText.self).text.utf8))
        reply.body = try row.next()
        if case .string(let type) = headers["type"] { reply.mediaType = type }
        if case .integer(let version) = headers["version"] { reply.tag = EntityTag(Int(version)) }
        if case .string(let location) = headers["location"] { reply.location = location }
        if let name = IdempotencyKey.replayed { reply.fields.append(HTTPField(name: name, value: "true")) }
        self.reply = reply
    }

    /// What a retry hears instead of a secret.
    static func withoutSecret(_ exchange: Exchange) -> Reply {
        let problem = Problem.secretShown
        return Reply(
            status: problem.status, mediaType: "application/problem+json",
            body: problem.body(requestID: UUIDText.string(exchange.id)))
    }

    static func headers(of reply: Reply) -> String {
        let bytes = JSONWriter.write { writer in
            writer.object { writer in
                writer.member("type", reply.mediaType)
                writer.member("version", reply.tag?.version)
                writer.member("location", reply.location)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
