/// A value that PostgreSQL takes as a parameter, in its binary format.
public protocol DatabaseEncodable: Sendable {
    /// The type's object id: 2950 for `uuid`, 1184 for `timestamptz`, …
    static var databaseType: UInt32 { get }
    /// Appends the value as PostgreSQL reads it, without the length before it.
    func encode(into bytes: inout [UInt8])
}

/// A value that is read from a column, in PostgreSQL's binary format.
public protocol DatabaseDecodable: Sendable {
    /// Whether a column of this type (object id) can be read as `Self`. Asked before `decode`, so that a mistaken column is an error
    /// and not a misread number.
    static func accepts(_ databaseType: UInt32) -> Bool
    /// - Parameter bytes: the column's bytes, valid during the call; never SQL NULL.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> Self
}

/// A value that can be an element of an array, both ways. Apart from `DatabaseEncodable` because an array of `UInt8` is a `bytea`, and an
/// optional is an element (`[String?]`) but not a column of its own (`nextOptional`).
public protocol DatabaseArrayElement: Sendable {
    /// The object id of the array type: 2951 for `uuid[]`.
    static var arrayType: UInt32 { get }
    /// Whether a column of this type (object id) holds an array of `Self`.
    static func acceptsArray(_ databaseType: UInt32) -> Bool
    /// Appends the whole array as PostgreSQL reads it, without the length before it.
    static func encode(array: [Self], into bytes: inout [UInt8])
    /// - Parameter bytes: the column's bytes, valid during the call; never SQL NULL.
    static func decode(array bytes: UnsafeRawBufferPointer) throws(ValueError) -> [Self]
}

/// A value that travels both ways, alone or in arrays.
///
/// A domain's own type needs one line when its raw value travels: `extension SessionFormat: DatabaseValue {}`.
public protocol DatabaseValue: DatabaseEncodable, DatabaseDecodable, DatabaseArrayElement {}

/// Why the bytes of a column are not a value of the wanted type. Holds no bytes: they may be a client's.
public enum ValueError: Error, Hashable {
    /// The column has another type than the one asked for.
    case wrongType
    case wrongLength
    /// NULL where the caller did not ask for an optional.
    case null
    /// Outside what the Swift type holds: infinity for an `Instant`, an unbounded range for a `TimeRange`, an unknown code.
    case outOfRange(StaticReason)

    /// A reason known when Attune is built, so that no value can slip into an error.
    public struct StaticReason: Hashable, Sendable, CustomStringConvertible {
        public let description: String
        public init(_ text: StaticString) { description = String(describing: text) }
    }
}

extension DatabaseValue where Self: RawRepresentable, RawValue: DatabaseValue {
    public static var databaseType: UInt32 { RawValue.databaseType }
    public static var arrayType: UInt32 { RawValue.arrayType }
    public func encode(into bytes: inout [UInt8]) { rawValue.encode(into: &bytes) }
    public static func accepts(_ databaseType: UInt32) -> Bool { RawValue.accepts(databaseType) }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> Self {
        guard let value = Self(rawValue: try RawValue.decode(bytes)) else {
            throw .outOfRange(.init("a code that this version of Attune does not know"))
        }
        return value
    }
}
