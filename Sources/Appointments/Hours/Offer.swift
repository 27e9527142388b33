public import Access
public import Clinic
internal import Database

// What the clinic offers: sites, rooms, services. Each is known by its code, so that reading a file twice changes nothing.

extension Act {
    /// Adds a site, or brings the one with this code up to date.
    public func addSite(code: String, name: String, zone: ZoneID, address: String = "") async throws -> Site {
        let answer = try await query(SQL.addSite(newID(), code, name, zone.name, address))
        let site = try answer.one { row in try Site(&row) }
        try await record("site.saved", subject: site.id.uuid)
        return site
    }

    /// Adds a room, or renames the one with this code.
    /// - Throws: `HoursError.noSuchSite`.
    public func addRoom(code: String, name: String, at site: Site.ID) async throws -> Room {
        var room: Room?
        try await HoursError.explaining {
            room = try await query(SQL.addRoom(newID(), site, code, name)).one { row in try Room(&row) }
        }
        guard let room else { throw HoursError.noSuchSite }
        try await record("room.saved", subject: room.id.uuid)
        return room
    }

    /// Adds a service, or brings the one with this code up to date; `service.id` counts only for a new one.
    /// - Throws: `HoursError.outOfRange`.
    public func addService(_ service: Service) async throws -> Service {
        var saved: Service?
        try await HoursError.explaining {
            saved = try await query(
                SQL.addService(
                    service.id, service.code, service.name, service.durationMinutes, service.bufferMinutes, service.gridMinutes,
                    service.noticeHours, service.horizonDays, SessionFormat.words(service.formats), service.feeCents,
                    service.isActive ? "active" : "retired")
            ).one { row in try Service(&row) }
        }
        guard let saved else { throw HoursError.notFound }
        try await record("service.saved", subject: saved.id.uuid)
        return saved
    }
}

extension Querying {
    /// Also retired ones, by code.
    public func services() async throws -> [Service] {
        try await query(SQL.services()).map { row throws(DatabaseError) in try Service(&row) }
    }

    /// By code.
    public func sites() async throws -> [Site] {
        try await query(SQL.sites()).map { row throws(DatabaseError) in try Site(&row) }
    }

    /// By site and code.
    public func rooms() async throws -> [Room] { try Room.all(try await query(SQL.rooms())) }
}
