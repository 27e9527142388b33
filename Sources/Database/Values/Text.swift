/// Text travels without a declared type, so that PostgreSQL reads it as whatever the statement wants there: `text`, an enum, `citext`. Its
/// bytes are the same in both formats; a NUL in it, which PostgreSQL cannot store, is refused before it is sent.
extension String: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.text }
    public static var arrayType: UInt32 { 1009 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }
    public static func accepts(_ databaseType: UInt32) -> Bool {
        switch databaseType {
        case ObjectID.text, ObjectID.varchar, ObjectID.bpchar, ObjectID.name, ObjectID.unknown: true
        default: databaseType >= ObjectID.firstUserDefined
        }
    }
    /// - Throws: `.outOfRange` for bytes that are not UTF-8: the connection's encoding is UTF-8, so PostgreSQL has checked them.
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> String {
        // ASCII, which most text is, needs no look at sequences; the standard library's validation is generic and costs a table of types
        // for each value.
        if bytes.isASCII { return String(decoding: bytes, as: UTF8.self) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .outOfRange(.init("text that is not UTF-8")) }
        return text
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var isASCII: Bool {
        var at = 0
        while at + 8 <= count {
            if loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
            at += 8
        }
        while at < count {
            if self[at] >= 0x80 { return false }
            at += 1
        }
        return true
    }
}

/// JSON as text, exactly as PostgreSQL writes it (`jsonb` orders keys and drops white space). Not parsed here.
public struct JSONText: DatabaseValue, Hashable {
    public let text: String
    public init(_ text: String) { self.text = text }

    public static var databaseType: UInt32 { ObjectID.jsonb }
    public static var arrayType: UInt32 { 3807 }
    /// `jsonb`'s binary format is a version, 1, and the text.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(1)
        bytes.append(contentsOf: text.utf8)
    }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.jsonb || databaseType == ObjectID.json }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> JSONText {
        // Plain `json` has no version byte, and no JSON text begins with U+0001.
        let text = bytes.first == 1 ? UnsafeRawBufferPointer(rebasing: bytes.dropFirst()) : bytes
        return JSONText(try String.decode(text))
    }
}

/// `bytea`: an array of bytes is one value, not a PostgreSQL array.
extension UInt8: DatabaseArrayElement {
    public static var arrayType: UInt32 { ObjectID.bytea }
    public static func acceptsArray(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.bytea }
    public static func encode(array: [UInt8], into bytes: inout [UInt8]) { bytes.append(contentsOf: array) }
    public static func decode(array bytes: UnsafeRawBufferPointer) throws(ValueError) -> [UInt8] { Array(bytes) }
}
