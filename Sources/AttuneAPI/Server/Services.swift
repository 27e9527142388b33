import Access
import Clinic

/// What handlers may use. Passed in, so that a test can pass something else.
struct Services: Sendable {
    let gate: Gate
    let zones: ZoneCatalogue
    let configuration: APIConfiguration
    let checks: [ReadinessCheck]
    /// The document, made once from the table.
    let document: [UInt8]
}
