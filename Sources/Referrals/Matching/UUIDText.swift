internal import struct Foundation.UUID

extension UUID {
    /// In lower case, as PostgreSQL and the API write it.
    var text: String { uuidString.lowercased() }
}
