internal import Access
internal import Clinic
internal import Database

// Rows become values here, in the order of the SELECT lists in SQL/Queries/Appointments.

extension Appointment {
    /// A therapist goes on seeing what stands in her calendar when the client is not hers any more, nor is their key: the reasons are nil then.
    init(_ row: inout RowReader, _ vault: Vault) throws {
        id = try row.next()
        reference = try row.next()
        therapist = try row.next()
        client = try row.next()
        service = try row.next()
        room = try row.nextOptional()
        // The constraints appointment_format_known and appointment_status_known admit no others.
        format = SessionFormat(rawValue: try row.next()) ?? .inPerson
        time = try row.next()
        let start: LocalDateTime = try row.next()
        promise = PromisedTime(start: start, zone: ZoneID(try row.next(String.self)) ?? .utc)
        status = AppointmentStatus(rawValue: try row.next()) ?? .enteredInError
        holdUntil = try row.nextOptional()
        try row.nextKey(of: client.uuid, in: vault)
        if vault.hasKey(of: client.uuid) {
            overlapReason = try row.nextSecret(.appointmentOverlapReason, row: id.uuid, of: client.uuid, in: vault)
            statusReason = try row.nextSecret(.appointmentStatusReason, row: id.uuid, of: client.uuid, in: vault)
        } else {
            (overlapReason, statusReason) = (nil, nil)
            row.skip()
            row.skip()
        }
        version = try row.next()
        createdAt = try row.next()
        updatedAt = try row.next()
    }

    static func all(_ answer: ResultSet, _ vault: Vault) throws -> [Appointment] {
        try answer.map { row in try Appointment(&row, vault) }
    }

    static func first(_ answer: ResultSet, _ vault: Vault) throws -> Appointment? {
        try answer.first { row in try Appointment(&row, vault) }
    }
}

extension Service {
    init(_ row: inout RowReader) throws(DatabaseError) {
        self.init(
            id: try row.next(), code: try row.next(), name: try row.next(), durationMinutes: try row.next(),
            bufferMinutes: try row.next(), gridMinutes: try row.next(), noticeHours: try row.next(), horizonDays: try row.next(),
            formats: SessionFormat.set(try row.next()), feeCents: try row.nextOptional(), isActive: try row.next())
    }
}

extension SessionFormat {
    static func set(_ words: [String]) -> Set<SessionFormat> { Set(words.compactMap(SessionFormat.init)) }
}

extension Site {
    init(_ row: inout RowReader) throws(DatabaseError) {
        id = try row.next()
        code = try row.next()
        name = try row.next()
        zone = ZoneID(try row.next(String.self)) ?? .utc
        address = try row.next()
    }
}

extension Room {
    init(_ row: inout RowReader) throws(DatabaseError) {
        self.init(id: try row.next(), site: try row.next(), code: try row.next(), name: try row.next())
    }

    static func all(_ answer: ResultSet) throws(DatabaseError) -> [Room] {
        try answer.map { row throws(DatabaseError) in try Room(&row) }
    }
}
