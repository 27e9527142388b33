import Access
import Clinic
import Database
import HTTPTypes
import Synchronization

import struct Foundation.UUID

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

    private struct Replay: Error { let kept: Kept }

    func act(_ body: @escaping @Sendable (Act) async throws -> Reply) async throws -> Reply {
        let hash = requestHash
        let key = key.text
        let isFree = Mutex(false)
        let vault = exchange.services.gate.vault()
        do {
            return try await exchange.services.gate.act(credential, policy, exchange.request) { act in
                // Rides with the first question of `body`, whose answer nobody sees where there is one already.
                act.first([SQL.lockIdempotencyKey(key), SQL.keptAnswer(key)]) { answers in
                    guard answers.count == 2, try answers[0].value(Bool.self) else { throw Problem.keyInFlight }
                    if let kept = try Kept(answers[1], in: vault) { throw Replay(kept: kept) }
                    isFree.withLock { $0 = true }
                }
                let reply = try await body(act)
                let kept = exchange.route.traits.contains(.showsSecret) ? Kept.withoutSecret(exchange) : reply
                let body = vault.sealAnswer(kept.body, at: Kept.place(hash))
                let told = Told(act.recorded)
                try await act.enqueue(
                    SQL.keepAnswer(
                        key, hash, kept.status.code, JSONText(Kept.headers(of: kept)), body, told.clients, told.fields?.rawValue))
                return reply
            }
        } catch let replay as Replay {
            return try await tellAgain(replay.kept, to: hash)
        } catch {
            if isFree.withLock({ $0 }) { throw error }
            // The first question failed before the key was looked at, perhaps because the first request has had its effect.
            let reader = exchange.services.gate.reader(credential, policy)
            guard let kept = try? Kept(await reader.query(SQL.keptAnswer(key)), in: vault) else { throw error }
            return try await tellAgain(kept, to: hash)
        }
    }

    /// To whom may still see those it tells of, by both locks, and on record: it is a look at them like any other. A therapist whose cover has
    /// ended, or a lead whose hour with an opened file is over, hears what everybody else does who asks for it.
    private func tellAgain(_ kept: Kept, to hash: [UInt8]) async throws -> Reply {
        let (reply, told) = (try kept.reply(to: hash), kept.told)
        if told.clients.isEmpty { return reply }
        let isOfHandouts = policy.name.hasPrefix("handouts.")
        return try await exchange.services.gate.look(credential, policy, exchange.request) { look in
            let seen = try await look.query(SQL.clientsSeen(told.clients)).value(Int.self)
            let reach = try await look.reach
            guard seen == told.clients.count, told.clients.allSatisfy(isOfHandouts ? reach.includesHandouts : reach.includes)
            else {
                throw Problem.notFound
            }
            try await look.record(AuditEntry("answer.repeated", clients: told.clients, fields: told.fields))
            return reply
        }
    }

    /// What makes two requests the same: method, address, media type and every byte of the body.
    private var requestHash: [UInt8] {
        let line = "\(exchange.head.method.rawValue) \(exchange.head.path ?? "")\n\(exchange.mediaType ?? "")\n"
        return Secrets.sha256(Array(line.utf8) + exchange.bytes)
    }
}

/// Whom an answer tells of, and which of their facts: what its act recorded.
private struct Told {
    let clients: [UUID]
    let fields: FieldsClass?
}

extension Told {
    fileprivate init(_ recorded: [AuditEntry]) {
        let named = recorded.filter { !$0.everyClient.isEmpty }
        var seen: Set<UUID> = []
        clients = named.flatMap(\.everyClient).filter { seen.insert($0).inserted }
        let classes = Set(named.compactMap(\.about))
        fields = [.clinical, .contact, .identity, .schedule].first(where: classes.contains)
    }
}

/// An answer as it is kept.
private struct Kept {
    let told: Told
    private let hash: [UInt8]
    private let reply: Reply

    init?(_ answer: ResultSet, in vault: Vault) throws {
        guard let kept = try answer.first({ row in try Kept(row: &row, vault) }) else { return nil }
        self = kept
    }

    /// - Throws: 422 when it was another request that had this key.
    func reply(to hash: [UInt8]) throws(Problem) -> Reply {
        guard hash == self.hash else { throw .keyReused }
        return reply
    }

    private init(row: inout RowReader, _ vault: Vault) throws {
        hash = try row.next()
        var reply = Reply()
        reply.status = .init(code: Int(try row.next(Int32.self)))
        let headers = try JSONReader.read(Array(try row.next(JSONText.self).text.utf8))
        reply.body = try vault.openAnswer(try row.next(), at: Self.place(hash))
        if case .string(let type) = headers["type"] { reply.mediaType = type }
        if case .integer(let version) = headers["version"] { reply.tag = EntityTag(Int(version)) }
        if case .string(let location) = headers["location"] { reply.location = location }
        told = Told(clients: try row.next(), fields: try row.nextOptional(String.self).flatMap(FieldsClass.init))
        if let name = IdempotencyKey.replayed { reply.fields.append(HTTPField(name: name, value: "true")) }
        self.reply = reply
    }

    /// Where a kept body belongs: to this request and no other.
    static func place(_ hash: [UInt8]) -> [UInt8] { Array("attune answer 1 ".utf8) + hash }

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
