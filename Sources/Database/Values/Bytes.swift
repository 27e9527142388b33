/// PostgreSQL's binary format is big-endian throughout.
extension [UInt8] {
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Writes a four-byte length in front of what `body` appends.
    mutating func appendLengthPrefixed(_ body: (inout [UInt8]) -> Void) {
        let start = count
        append(bigEndian: Int32(0))
        body(&self)
        let length = UInt32(truncatingIfNeeded: count - start - 4)
        for index in 0..<4 { self[start + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index)) }
    }
}

extension UnsafeRawBufferPointer {
    func bigEndian<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(ValueError) -> T {
        guard count == MemoryLayout<T>.size else { throw .wrongLength }
        return T(bigEndian: loadUnaligned(as: T.self))
    }
}

/// Reads a composite of lengths and bytes from front to back, and never past the end.
struct BytesReader {
    private var rest: UnsafeRawBufferPointer
    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ count: Int) throws(ValueError) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= rest.count else { throw .wrongLength }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) }
        return UnsafeRawBufferPointer(rebasing: rest[..<count])
    }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(ValueError) -> T {
        try take(MemoryLayout<T>.size).bigEndian()
    }

    /// Bytes behind a four-byte length; nil for a length of -1, which is NULL.
    mutating func lengthPrefixed() throws(ValueError) -> UnsafeRawBufferPointer? {
        let length = try integer(Int32.self)
        return length == -1 ? nil : try take(Int(length))
    }
}
