/// One-dimensional arrays of any value: `[String]` is `text[]`, `[String?]` a `text[]` with NULLs. `[UInt8]` is `bytea`.
extension Array: DatabaseEncodable where Element: DatabaseArrayElement {
    public static var databaseType: UInt32 { Element.arrayType }
    public func encode(into bytes: inout [UInt8]) { Element.encode(array: self, into: &bytes) }
}

extension Array: DatabaseDecodable where Element: DatabaseArrayElement {
    public static func accepts(_ databaseType: UInt32) -> Bool { Element.acceptsArray(databaseType) }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> [Element] {
        try Element.decode(array: bytes)
    }
}

/// `[[UInt8]]` is `bytea[]`.
extension Array: DatabaseArrayElement where Element == UInt8 {
    public static var arrayType: UInt32 { 1001 }
}

extension DatabaseArrayElement where Self: DatabaseEncodable & DatabaseDecodable {
    public static func acceptsArray(_ databaseType: UInt32) -> Bool { ArrayFormat.accepts(databaseType, of: Self.self) }
    public static func encode(array: [Self], into bytes: inout [UInt8]) {
        ArrayFormat.encode(array, of: Self.databaseType, hasNulls: false, into: &bytes) { $0 }
    }
    public static func decode(array bytes: UnsafeRawBufferPointer) throws(ValueError) -> [Self] {
        try ArrayFormat.decode(bytes, as: Self.self) { element throws(ValueError) in
            guard let element else { throw .null }
            return try Self.decode(element)
        }
    }
}

extension Optional: DatabaseArrayElement where Wrapped: DatabaseArrayElement & DatabaseEncodable & DatabaseDecodable {
    public static var arrayType: UInt32 { Wrapped.arrayType }
    public static func acceptsArray(_ databaseType: UInt32) -> Bool { Wrapped.acceptsArray(databaseType) }
    public static func encode(array: [Wrapped?], into bytes: inout [UInt8]) {
        ArrayFormat.encode(array, of: Wrapped.databaseType, hasNulls: array.contains { $0 == nil }, into: &bytes) { $0 }
    }
    public static func decode(array bytes: UnsafeRawBufferPointer) throws(ValueError) -> [Wrapped?] {
        try ArrayFormat.decode(bytes, as: Wrapped.self) { element throws(ValueError) in
            guard let element else { return nil }
            return try Wrapped.decode(element)
        }
    }
}

/// The layout of `array_send`: dimensions, flag for NULLs, element type; then length and lower bound; then each element behind its length.
private enum ArrayFormat {
    static func accepts<Element: DatabaseDecodable>(_ array: UInt32, of type: Element.Type) -> Bool {
        if let element = ObjectID.element(ofArray: array) { return Element.accepts(element) }
        // An array of an enum or of citext: the element's own type is checked when it is read.
        return array >= ObjectID.firstUserDefined
    }

    static func encode<Element, Value: DatabaseEncodable>(
        _ array: [Element], of type: UInt32, hasNulls: Bool, into bytes: inout [UInt8], _ value: (Element) -> Value?
    ) {
        bytes.append(bigEndian: Int32(array.isEmpty ? 0 : 1))
        bytes.append(bigEndian: Int32(hasNulls ? 1 : 0))
        bytes.append(bigEndian: type)
        if array.isEmpty { return }
        bytes.append(bigEndian: Int32(truncatingIfNeeded: array.count))
        bytes.append(bigEndian: Int32(1))
        for element in array {
            guard let present = value(element) else {
                bytes.append(bigEndian: Int32(-1))
                continue
            }
            bytes.appendLengthPrefixed { present.encode(into: &$0) }
        }
    }

    static func decode<Value: DatabaseDecodable, Element>(
        _ bytes: UnsafeRawBufferPointer, as type: Value.Type,
        _ element: (UnsafeRawBufferPointer?) throws(ValueError) -> Element
    ) throws(ValueError) -> [Element] {
        var reader = BytesReader(bytes)
        let dimensions = try reader.integer(Int32.self)
        _ = try reader.integer(Int32.self)
        guard Value.accepts(try reader.integer()) else { throw .wrongType }
        if dimensions == 0 { return [] }
        guard dimensions == 1 else { throw .outOfRange(.init("an array of more than one dimension")) }
        let count = Int(try reader.integer(Int32.self))
        _ = try reader.integer(Int32.self)
        // Each element has at least its length, so a count beyond that is damage, and must not reserve memory.
        guard count >= 0, count <= bytes.count / 4 else { throw .wrongLength }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try element(try reader.lengthPrefixed())) }
        guard reader.isAtEnd else { throw .wrongLength }
        return elements
    }
}
