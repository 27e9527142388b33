import CLibPQ

/// One thing to do on a connection outside pipeline mode.
///
/// SAFETY of `@unchecked Sendable`: as for `Flight`. Its variables are the loop's from the post to the resumption, and the awaiting task's after.
final class SessionRequest: @unchecked Sendable {
    enum Operation {
        /// Statements as one text.
        case script(String)
        case query(EncodedStatement)
        /// `COPY … FROM STDIN`, then data, then the end.
        case copyInStart(String)
        case copyInData([UInt8])
        case copyInEnd
        /// `COPY … TO STDOUT`, then rows until there are no more.
        case copyOutStart(String)
        case copyOutNext
    }

    let handle: LeaseHandle
    let operation: Operation
    let timeout: UInt64
    var deadline: UInt64 = 0
    var continuation: UnsafeContinuation<Void, Never>?
    var error: DatabaseError?
    var result: ResultSet?
    var rows: [[UInt8]] = []
    /// Rows copied, once a copy has ended.
    var count: Int?
    var isAnswered = false
    var isCancelled = false

    init(_ handle: LeaseHandle, _ operation: Operation, timeout: Duration) {
        self.handle = handle
        self.operation = operation
        self.timeout = timeout.nanoseconds
    }

    func answer(_ error: DatabaseError? = nil) {
        guard !isAnswered else { return }
        isAnswered = true
        if let error { self.error = error }
        let waiting = continuation
        continuation = nil
        waiting?.resume()
    }
}

/// A lease outside pipeline mode: scripts and copies, one request at a time.
final class Session {
    private let link: Link
    private unowned let engine: Engine
    private var request: SessionRequest?
    private static let rowsAtOnce = 256 * 1024

    init(_ link: Link, engine: Engine) {
        self.link = link
        self.engine = engine
    }

    func start(_ request: SessionRequest) {
        guard self.request == nil, let connection = link.connection else {
            return request.answer(DatabaseError(.configuration("a connection is used by one task at a time")))
        }
        self.request = request
        request.deadline = engine.now + request.timeout
        let sent: Bool =
            switch request.operation {
            case .script(let text), .copyInStart(let text), .copyOutStart(let text): PQsendQuery(connection, text) == 1
            case .query(let encoded): sendParameters(encoded, connection)
            case .copyInData, .copyInEnd, .copyOutNext: true
            }
        if sent { proceed() } else { refuse() }
    }

    private func sendParameters(_ encoded: EncodedStatement, _ connection: OpaquePointer) -> Bool {
        engine.scratch.sendOnce(encoded, on: connection)
    }

    func handleEvents() {
        guard let connection = link.connection else { return }
        // While nobody asks for copied rows, nothing is read: the socket's own limit holds the server back.
        // An event comes all the same when the connection has ended.
        if request == nil && PQtransactionStatus(connection) == PQTRANS_ACTIVE { return lostConnection() }
        guard PQconsumeInput(connection) == 1 else { return lostConnection() }
        proceed()
    }

    private func lostConnection() {
        if let request {
            self.request = nil
            request.answer(request.error ?? DatabaseError(.connectionLost))
        }
        link.fail()
    }

    /// Goes on with the request as far as it can without waiting.
    private func proceed() {
        guard let connection = link.connection else { return }
        guard let request else {
            return link.watchOutsidePipeline(read: PQtransactionStatus(connection) != PQTRANS_ACTIVE, write: false)
        }
        let pending = PQflush(connection)
        if pending < 0 { return lostConnection() }
        link.watchOutsidePipeline(read: true, write: pending == 1)
        switch request.operation {
        case .script, .query: readResults(connection, request)
        case .copyInStart, .copyOutStart: readCopyStart(connection, request)
        case .copyInData(let bytes): if pending == 0 { put(bytes, connection, request) }
        case .copyInEnd:
            guard pending == 0 else { return }
            if !ended {
                let outcome = PQputCopyEnd(connection, nil)
                guard outcome != 0 else { return link.watchOutsidePipeline(read: true, write: true) }
                ended = true
                if PQflush(connection) == 1 { link.watchOutsidePipeline(read: true, write: true) }
            }
            readResults(connection, request)
        case .copyOutNext: readRows(connection, request)
        }
    }

    private var ended = false
    private var sentBytes = false

    private func put(_ bytes: [UInt8], _ connection: OpaquePointer, _ request: SessionRequest) {
        if !sentBytes {
            let outcome = bytes.withUnsafeBytes { raw in
                PQputCopyData(connection, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count))
            }
            if outcome < 0 {
                // The server has refused the copy: its reason is the next result.
                return readResults(connection, request)
            }
            guard outcome > 0 else { return link.watchOutsidePipeline(read: true, write: true) }
            sentBytes = true
        }
        guard PQflush(connection) == 0 else { return link.watchOutsidePipeline(read: true, write: true) }
        sentBytes = false
        finish()
    }

    private func readResults(_ connection: OpaquePointer, _ request: SessionRequest) {
        while PQisBusy(connection) == 0 {
            guard let result = PQgetResult(connection) else { return finish() }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                if let tag = PQcmdTuples(result) { request.count = Int(String(cString: tag)) }
                request.result = ResultSet(result, statement: name(request))
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                PQclear(result)
                request.error = DatabaseError(.configuration("a script cannot copy from or to its client"))
                return lostConnection()
            default:
                note(result, request)
                if PQstatus(connection) == CONNECTION_BAD { return lostConnection() }
            }
        }
    }

    private func note(_ result: OpaquePointer, _ request: SessionRequest) {
        let failure = ServerError(result)
        PQclear(result)
        if request.error == nil { request.error = failure.error(statement: name(request)) }
    }

    private func name(_ request: SessionRequest) -> String {
        if case .query(let encoded) = request.operation { encoded.statement.name } else { "script" }
    }

    private func readCopyStart(_ connection: OpaquePointer, _ request: SessionRequest) {
        while PQisBusy(connection) == 0 {
            guard let result = PQgetResult(connection) else {
                request.error = request.error ?? DatabaseError(.configuration("not a COPY statement"))
                return finish()
            }
            switch PQresultStatus(result) {
            case PGRES_COPY_IN, PGRES_COPY_OUT:
                PQclear(result)
                ended = false
                return finish()
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: PQclear(result)
            default: note(result, request)
            }
        }
    }

    private func readRows(_ connection: OpaquePointer, _ request: SessionRequest) {
        var taken = 0
        while taken < Self.rowsAtOnce {
            var buffer: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(connection, &buffer, 1)
            if count > 0, let buffer {
                request.rows.append(Array(UnsafeRawBufferPointer(start: buffer, count: Int(count))))
                PQfreemem(buffer)
                taken += Int(count)
            } else if count == 0 {
                // Wait for more, unless there is something to hand over already.
                return request.rows.isEmpty ? () : finish()
            } else {
                return readResults(connection, request)
            }
        }
        finish()
    }

    private func finish() {
        guard let finished = request else { return }
        request = nil
        link.watchOutsidePipeline(read: pausedRead, write: false)
        finished.answer()
    }

    /// Between two requests of a copy out, the socket is not watched.
    private var pausedRead: Bool {
        guard let connection = link.connection else { return false }
        return PQtransactionStatus(connection) != PQTRANS_ACTIVE
    }

    private func refuse() {
        let failed = request
        request = nil
        failed?.answer(DatabaseError(.connectionLost))
        link.fail()
    }

    func tick(_ now: UInt64) {
        guard let request, now > request.deadline else { return }
        engine.statistics.timeouts += 1
        self.request = nil
        request.answer(DatabaseError(.timeout))
        link.fail()
    }

    func lose(_ error: DatabaseError) {
        let lost = request
        request = nil
        lost?.answer(lost?.error ?? error)
    }
}
