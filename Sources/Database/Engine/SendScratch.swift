import CLibPQ

/// Arrays that libpq wants for each statement, kept between calls.
final class SendScratch {
    private var values: [UnsafePointer<CChar>?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Copies the statement into libpq's output, to be answered in binary format.
    func send(_ encoded: EncodedStatement, as name: [CChar], on connection: OpaquePointer) -> Bool {
        if encoded.parameters.isEmpty {
            return PQsendQueryPrepared(connection, name, 0, nil, nil, nil, 1) == 1
        }
        return withArrays(encoded) {
            PQsendQueryPrepared(connection, name, Int32(values.count), values, lengths, formats, 1) == 1
        }
    }

    /// The same for a statement that is not prepared.
    func sendOnce(_ encoded: EncodedStatement, on connection: OpaquePointer) -> Bool {
        let types = encoded.parameters.map(\.type)
        return withArrays(encoded) {
            PQsendQueryParams(
                connection, encoded.statement.text, Int32(values.count), types, values, lengths, formats, 1) == 1
        }
    }

    private func withArrays(_ encoded: EncodedStatement, _ send: () -> Bool) -> Bool {
        values.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        return encoded.bytes.withUnsafeBufferPointer { bytes in
            // An empty array has no address, and a null pointer would mean NULL.
            var nothing: UInt8 = 0
            return withUnsafePointer(to: &nothing) { empty in
                let base = bytes.baseAddress ?? empty
                for parameter in encoded.parameters {
                    values.append(
                        parameter.isNull
                            ? nil : UnsafeRawPointer(base + Int(parameter.offset)).assumingMemoryBound(to: CChar.self))
                    lengths.append(parameter.length)
                    formats.append(parameter.isText ? 0 : 1)
                }
                return send()
            }
        }
    }
}
