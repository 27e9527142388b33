/// Object ids of PostgreSQL's built-in types: fixed since they exist (`src/include/catalog/pg_type.dat`).
enum ObjectID {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let name: UInt32 = 19
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let json: UInt32 = 114
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701
    static let unknown: UInt32 = 705
    static let bpchar: UInt32 = 1042
    static let varchar: UInt32 = 1043
    static let date: UInt32 = 1082
    static let time: UInt32 = 1083
    static let timestamp: UInt32 = 1114
    static let timestamptz: UInt32 = 1184
    static let numeric: UInt32 = 1700
    static let uuid: UInt32 = 2950
    static let jsonb: UInt32 = 3802
    static let tstzrange: UInt32 = 3910

    /// Types above this are made by users: enums, domains' bases excepted, `citext`.
    static let firstUserDefined: UInt32 = 16384

    /// The element's type of a built-in array type.
    static func element(ofArray array: UInt32) -> UInt32? {
        switch array {
        case 1000: bool
        case 1001: bytea
        case 1003: name
        case 1005: int2
        case 1007: int4
        case 1009: text
        case 1014: bpchar
        case 1015: varchar
        case 1016: int8
        case 1021: float4
        case 1022: float8
        case 1115: timestamp
        case 1182: date
        case 1183: time
        case 1185: timestamptz
        case 1231: numeric
        case 199: json
        case 2951: uuid
        case 3807: jsonb
        case 3911: tstzrange
        default: nil
        }
    }
}
