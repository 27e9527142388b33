public import Clinic

/// Words that several domains keep: here, so that no two of them declare how one travels.
extension SessionFormat: DatabaseValue {}
extension ClientKind: DatabaseValue {}

/// A value that travels as its text.
public protocol DatabaseText: DatabaseValue {
    var databaseText: String { get }
    init?(databaseText: String)
}

extension DatabaseText {
    public static var databaseType: UInt32 { String.databaseType }
    public static var arrayType: UInt32 { String.arrayType }
    public func encode(into bytes: inout [UInt8]) { databaseText.encode(into: &bytes) }
    public static func accepts(_ databaseType: UInt32) -> Bool { String.accepts(databaseType) }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> Self {
        guard let value = Self(databaseText: try String.decode(bytes)) else {
            throw .outOfRange(.init("text that has not the form it must have"))
        }
        return value
    }
}

extension Language: DatabaseText {
    public var databaseText: String { code }
    public init?(databaseText: String) { self.init(databaseText) }
}

extension ZoneID: DatabaseText {
    public var databaseText: String { name }
    public init?(databaseText: String) { self.init(databaseText) }
}
