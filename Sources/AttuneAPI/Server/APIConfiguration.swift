/// What an ``APIServer`` may be told. Every limit has the value that suits a clinic.
public struct APIConfiguration: Sendable {
    public var host = "127.0.0.1"
    /// 0: any free one; ``APIServer`` reports which.
    public var port = 8080

    /// Where people reach this server: `https://clinic.example`, without a slash at its end. Nil: `http://host:port`.
    public var publicURL: String?

    /// The address of the reverse proxy whose `X-Forwarded-For` says where a request came from. Nil: whoever connects is who it came from,
    /// whatever it says.
    public var proxy: String?

    /// Of a JSON body, in bytes; 413 beyond.
    public var maximumBodyBytes = 64 * 1_024
    /// Of an import (CSV, an article), in bytes.
    public var maximumImportBytes = 1_024 * 1_024
    /// Rows of an imported CSV file that are read, so that all are stored well within the deadline; the rest is told to be split off.
    public var maximumImportRows = 2_000
    /// Of the request line and the headers together, in bytes; 431 beyond.
    public var maximumHeaderBytes = 16 * 1_024
    /// Of path and query, in bytes; 414 beyond.
    public var maximumURIBytes = 8 * 1_024
    public var maximumHeaders = 100
    public var maximumConnections = 1_024
    /// From a request's first line to its answer, however the body dribbles in. After it: 408 while the body is not complete, 503 afterwards.
    public var requestDeadline: Duration = .seconds(10)
    /// Requests a second that one caller (a token; an address) may keep up; 429 beyond. 0: any number.
    public var requestsPerSecond = 10_000
    /// A connection without a request is closed after this long.
    public var idleTimeout: Duration = .seconds(60)

    /// What the door must know about the clinic itself.
    public var clinic = ClinicSettings()

    public init() {}
}

/// One of the things that `/readyz` asks before it says yes.
public struct ReadinessCheck: Sendable {
    /// `database`, `migrations`, `time`.
    public let name: String
    let passes: @Sendable () async -> Bool

    public init(_ name: String, _ passes: @escaping @Sendable () async -> Bool) {
        self.name = name
        self.passes = passes
    }
}
