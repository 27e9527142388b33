public import Access
public import Clinic
import HTTPTypes
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// The HTTP door: serves the routes of ``RouteTable`` that the clinic has not switched off, until it is told to stop.
///
/// ```swift
/// let server = try await APIServer.start(configuration, gate: gate, checks: checks, logger: logger)
/// print("http://127.0.0.1:\(server.port)/")
/// await server.stop()
/// ```
public final class APIServer: Service {
    /// The port that it listens on; the one that was asked for, unless that was 0.
    public let port: Int
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    private init(port: Int, group: ServiceGroup, running: Task<Void, any Error>) {
        self.port = port
        self.group = group
        self.running = running
    }

    /// Binds, and returns once requests are answered.
    /// - Parameters:
    ///   - zones: the clock rules of this machine.
    ///   - checks: what `/readyz` asks besides the database.
    /// - Throws: ``APIServerError``.
    public static func start(
        _ configuration: APIConfiguration, gate: Gate, zones: ZoneCatalogue = ZoneCatalogue(), checks: [ReadinessCheck] = [],
        logger: Logger
    ) async throws -> APIServer {
        try await start(
            configuration, gate: gate, zones: zones, checks: checks, routes: RouteTable.served(configuration.clinic),
            logger: logger)
    }

    /// As above, with the routes named: a proof that row-level security holds alone serves them under policies that let everybody in.
    static func start(
        _ configuration: APIConfiguration, gate: Gate, zones: ZoneCatalogue = ZoneCatalogue(), checks: [ReadinessCheck] = [],
        routes: [Route], logger: Logger
    ) async throws -> APIServer {
        let (listening, signal) = AsyncThrowingStream<Int, any Error>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let server = try makeServer(configuration, gate: gate, zones: zones, checks: checks, routes: routes, logger: logger) {
            port in
            signal.yield(port)
        }
        let group = ServiceGroup(configuration: .init(services: [server], logger: quiet(logger)))
        // Not structured: it lives until `stop`, which waits for it.
        let running = Task {
            do {
                try await group.run()
                signal.finish()
            } catch {
                signal.finish(throwing: error)
                throw error
            }
        }
        do {
            for try await port in listening { return APIServer(port: port, group: group, running: running) }
            throw APIServerError.stopped
        } catch {
            throw APIServerError(error, host: configuration.host, port: configuration.port)
        }
    }

    /// Stops taking connections, lets requests under way finish (each has a deadline), and returns when all is closed. May be repeated.
    public func stop() async {
        await group.triggerGracefulShutdown()
        _ = await running.result
    }

    /// Serves until a graceful shutdown: for a service group that has other services too.
    public func run() async throws {
        try await withGracefulShutdownHandler {
            try await running.value
        } onGracefulShutdown: { [group] in
            Task { await group.triggerGracefulShutdown() }
        }
    }

    private static func makeServer(
        _ configuration: APIConfiguration, gate: Gate, zones: ZoneCatalogue, checks: [ReadinessCheck], routes: [Route],
        logger: Logger, listening: @escaping @Sendable (Int) -> Void
    ) throws -> any Service {
        let services = try Services(gate: gate, zones: zones, configuration: configuration, checks: checks, routes: routes)
        let responder = Responder(
            routes: routes, router: Router(routes), services: services, log: RequestLog(logger: logger))
        let settings = ServerConfiguration(
            address: .hostname(configuration.host, port: configuration.port),
            availableConnectionsDelegate: MaximumAvailableConnections(configuration.maximumConnections, logger: quiet(logger)))

        let group = MultiThreadedEventLoopGroup.singleton
        let connections = RequestChannel(
            configuration: configuration,
            door: RequestTurns.Door(mostBytes: configuration.maximumImportBytes, date: DateStamp(time: gate.time)) {
                head, peer, body in
                await responder.answer(head, from: peer) { limit in try await body.read(upTo: limit) }
            }, executors: LoopExecutor.all(of: group))
        return connections.server(
            configuration: settings,
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? configuration.port
                services.listens(on: port)
                listening(port)
            }, eventLoopGroup: group, logger: quiet(logger))
    }

    /// Hummingbird's own lines ("Server started…") are for debugging.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        if logger.logLevel == .info || logger.logLevel == .notice { logger.logLevel = .warning }
        return logger
    }
}

/// Why the server could not start.
public enum APIServerError: Error, Sendable, Equatable {
    /// Another program listens there: try the next port.
    case portTaken(Int)
    /// Ports below 1024 need a privilege.
    case portNotAllowed(Int)
    /// The host is no address of this machine.
    case noSuchAddress(host: String)
    case stopped

    init(_ error: any Error, host: String, port: Int) {
        switch error {
        case let error as APIServerError: self = error
        case let error as IOError where error.errnoCode == EADDRINUSE: self = .portTaken(port)
        case let error as IOError where error.errnoCode == EACCES: self = .portNotAllowed(port)
        default: self = .noSuchAddress(host: host)
        }
    }
}
