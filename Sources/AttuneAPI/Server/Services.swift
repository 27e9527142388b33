import Access
import Clinic
import HTTPTypes
import Handouts
import Referrals
import Synchronization

/// What handlers may use. Passed in, so that a test can pass something else.
final class Services: Sendable {
    let gate: Gate
    let zones: ZoneCatalogue
    let configuration: APIConfiguration
    let checks: [ReadinessCheck]
    /// The document, made once from the table.
    let document: [UInt8]
    let pages: HandoutPages
    /// What accompanies each of ``pages``.
    let pageFields: [HTTPField]
    let meter: RequestMeter
    /// What rankings go by.
    let team = TeamMemory()
    let limit: RequestLimit?
    /// What ``meter`` counts by.
    let routes: [Route]
    private let port: Mutex<Int>

    init(gate: Gate, zones: ZoneCatalogue, configuration: APIConfiguration, checks: [ReadinessCheck], routes: [Route]) throws {
        self.gate = gate
        self.zones = zones
        self.configuration = configuration
        self.checks = checks
        self.routes = routes
        meter = RequestMeter(routes: routes.count)
        limit = RequestLimit(perSecond: configuration.requestsPerSecond)
        document = OpenAPIDocument.bytes(of: routes)
        pages = try HandoutPages()
        pageFields = pages.headers.compactMap { header in
            HTTPField.Name(header.name).map { HTTPField(name: $0, value: header.value) }
        }
        port = Mutex(configuration.port)
    }

    /// The zone that a body names, or the clinic's.
    func zone(of body: Fields) throws(Problem) -> ZoneID { try body.zoneIfAny("zone", of: zones) ?? configuration.clinic.zone }

    /// Known once the socket is bound: with port 0, no sooner.
    func listens(on port: Int) { self.port.withLock { $0 = port } }

    /// Where people reach this server, without a slash at its end.
    var base: String { configuration.publicURL ?? "http://\(configuration.host):\(port.withLock { $0 })" }
}
