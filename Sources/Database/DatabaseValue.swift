/// A value that PostgreSQL takes as a parameter, in its binary format.
public protocol DatabaseEncodable: Sendable {
    /// The type's object id: 2950 for `uuid`, 1184 for `timestamptz`, …
    static var databaseType: UInt32 { get }
    func encode(into bytes: inout [UInt8])
}
