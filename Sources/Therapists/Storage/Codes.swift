public import Database

// How this domain's words travel to the database and back.
extension TherapistStatus: DatabaseValue {}
extension Concept.Status: DatabaseValue {}

extension EvidenceLevel: DatabaseValue {
    // The raw value is an Int, which PostgreSQL keeps in four bytes here.
    public static var databaseType: UInt32 { Int32.databaseType }
    public static var arrayType: UInt32 { Int32.arrayType }
    public func encode(into bytes: inout [UInt8]) { Int32(rawValue).encode(into: &bytes) }
}
