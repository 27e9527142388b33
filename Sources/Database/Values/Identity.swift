public import Clinic

public import struct Foundation.UUID

extension UUID: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.uuid }
    public static var arrayType: UInt32 { 2951 }
    public func encode(into bytes: inout [UInt8]) { withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) } }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.uuid }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> UUID {
        guard bytes.count == 16 else { throw .wrongLength }
        return UUID(uuid: bytes.loadUnaligned(as: SixteenBytes.self))
    }
}

/// `UUID.uuid`'s own type, spelled out.
private typealias SixteenBytes = (
    UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8
)

extension TypedID: DatabaseEncodable, DatabaseDecodable, DatabaseArrayElement, DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.uuid }
    public static var arrayType: UInt32 { 2951 }
    public func encode(into bytes: inout [UInt8]) { uuid.encode(into: &bytes) }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.uuid }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> TypedID { TypedID(try UUID.decode(bytes)) }
}
