extension Bool: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.bool }
    public static var arrayType: UInt32 { 1000 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.bool }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> Bool {
        try bytes.bigEndian(UInt8.self) != 0
    }
}

extension Int16: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.int2 }
    public static var arrayType: UInt32 { 1005 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.int2 }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> Int16 { try bytes.bigEndian() }
}

extension Int32: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.int4 }
    public static var arrayType: UInt32 { 1007 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.int4 || databaseType == ObjectID.int2 }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> Int32 {
        bytes.count == 2 ? Int32(try bytes.bigEndian(Int16.self)) : try bytes.bigEndian()
    }
}

extension Int64: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.int8 }
    public static var arrayType: UInt32 { 1016 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
    public static func accepts(_ databaseType: UInt32) -> Bool {
        databaseType == ObjectID.int8 || databaseType == ObjectID.int4 || databaseType == ObjectID.int2
    }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> Int64 {
        switch bytes.count {
        case 8: try bytes.bigEndian()
        case 4: Int64(try bytes.bigEndian(Int32.self))
        default: Int64(try bytes.bigEndian(Int16.self))
        }
    }
}

/// Travels as `bigint`; reads any of PostgreSQL's integers.
extension Int: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.int8 }
    public static var arrayType: UInt32 { 1016 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: Int64(self)) }
    public static func accepts(_ databaseType: UInt32) -> Bool { Int64.accepts(databaseType) }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> Int { Int(try Int64.decode(bytes)) }
}

extension Double: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.float8 }
    public static var arrayType: UInt32 { 1022 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: bitPattern) }
    public static func accepts(_ databaseType: UInt32) -> Bool {
        databaseType == ObjectID.float8 || databaseType == ObjectID.float4
    }
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> Double {
        bytes.count == 4
            ? Double(Float(bitPattern: try bytes.bigEndian(UInt32.self))) : Double(bitPattern: try bytes.bigEndian(UInt64.self))
    }
}
