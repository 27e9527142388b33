import Clinic

import struct Foundation.UUID

/// A value in the address (`{id}`), the query or a header, with its shape.
struct Parameter: Sendable {
    enum Place: String, Sendable { case path, query, header }

    let name: String
    let place: Place
    let schema: Schema
    let summary: String
    var required: Bool

    static func query(_ name: String, _ schema: Schema, _ summary: String, required: Bool = false) -> Parameter {
        Parameter(name: name, place: .query, schema: schema, summary: summary, required: required)
    }
    static func id(_ summary: String) -> Parameter {
        Parameter(name: "id", place: .path, schema: .uuid, summary: summary, required: true)
    }

    static let limit = query("limit", .integer(Page.limits), "Rows on a page; 50 where it is not given.")
    static let cursor = query("cursor", .text(1...200), "From the `next` link of the page before.")

    /// The text of a parameter as the JSON value that its schema describes.
    func json(_ text: String) -> JSON {
        switch schema.shape {
        case .integer:
            // Int's own parser also takes "+5" and "007".
            Int64(text).flatMap { String($0) == text ? JSON.integer($0) : nil } ?? .string(text)
        case .boolean: text == "true" ? .bool(true) : text == "false" ? .bool(false) : .string(text)
        default: .string(text)
        }
    }
}

/// The query's parameters after they were checked against the route.
struct QueryValues: Sendable {
    private let values: [(name: String, value: JSON)]

    static let none = QueryValues(values: [])

    private init(values: [(name: String, value: JSON)]) { self.values = values }

    /// - Throws: 422 for an unknown name, a name given twice, or a value of the wrong form; 400 for broken percent-encoding.
    init(_ query: Substring, of route: Route) throws(Problem) {
        var values: [(name: String, value: JSON)] = []
        var faults: [Fault] = []
        for part in query.split(separator: "&") {
            let equals = part.firstIndex(of: "=")
            guard let name = PercentCoding.decode(part[..<(equals ?? part.endIndex)], plusIsSpace: true),
                let text = equals.map({ PercentCoding.decode(part[part.index(after: $0)...], plusIsSpace: true) }) ?? ""
            else { throw .badEncoding }
            guard let parameter = route.parameters.first(where: { $0.place == .query && $0.name == name }) else {
                let known = route.parameters.filter { $0.place == .query }.map(\.name)
                let guess = nearest(to: name, among: known).map { " Did you mean \($0)?" } ?? ""
                faults.append(Fault(JSONPointer(name), "unknown_parameter", "This parameter is not known here.\(guess)"))
                continue
            }
            guard !values.contains(where: { $0.name == name }) else {
                faults.append(Fault(JSONPointer(name), "given_twice", "Send this parameter once."))
                continue
            }
            let value = parameter.json(text)
            parameter.schema.check(value, at: JSONPointer(name), into: &faults)
            values.append((name, value))
        }
        for parameter in route.parameters where parameter.place == .query && parameter.required {
            if !values.contains(where: { $0.name == parameter.name }) {
                faults.append(Fault(JSONPointer(parameter.name), "missing", "This parameter is required. \(parameter.summary)"))
            }
        }
        guard faults.isEmpty else { throw .invalid(Array(faults.prefix(Schema.faultLimit))) }
        self.values = values
    }

    subscript(_ name: String) -> JSON? { values.first { $0.name == name }?.value }
}

enum PercentCoding {
    /// - Returns: nil where a percent sign is not followed by two hexadecimal digits, or the bytes are not UTF-8, or one is NUL.
    static func decode(_ text: Substring, plusIsSpace: Bool = false) -> String? {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return text.utf8.contains(0) ? nil : String(text)
        }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 87
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 55
        default: nil
        }
    }
}
