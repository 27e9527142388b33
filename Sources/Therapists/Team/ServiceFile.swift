public import Clinic

/// What can be booked, as one file describes it. What is here has been checked; `Appointments` stores it.
public struct ServiceFile: Hashable, Sendable {
    public var services: [Service]

    /// One kind of session.
    public struct Service: Hashable, Sendable {
        /// Decides whether a service is new or changed.
        public var code: String
        public var name: String
        public var durationMinutes: Int
        /// Nothing begins for the therapist or in the room so long after a session.
        public var bufferMinutes: Int
        /// Sessions begin at whole multiples of this after midnight.
        public var gridMinutes: Int
        /// How late somebody may still book.
        public var noticeHours: Int
        /// How far ahead somebody may book.
        public var horizonDays: Int
        public var formats: [SessionFormat]
        public var feeCents: Int?
    }

    /// Reads a file such as `Config/sample/services.yaml`.
    /// - Throws: everything that is wrong with it, by line and column.
    public static func parse(_ text: String) throws(FileRefusal) -> ServiceFile {
        let document = try YAMLDocument(text)
        guard let top = document.root.mapping(["version", "services"]) else { throw FileRefusal(document.problems.all) }
        top.checkVersion()
        var services: [Service] = []
        for value in top.required("services")?.items() ?? [] {
            guard let service = service(value) else { continue }
            if services.contains(where: { $0.code == service.code }) {
                value.fail("services.duplicate_code", "The service \(service.code) is there twice.")
            }
            services.append(service)
        }
        return try document.finish(ServiceFile(services: services))
    }

    private static func service(_ value: YAMLValue) -> Service? {
        let keys = [
            "code", "name", "duration_minutes", "buffer_minutes", "grid_minutes", "notice_hours", "horizon_days", "formats",
            "fee_cents",
        ]
        guard let fields = value.mapping(keys), let code = fields.required("code")?.code(separator: "_") else { return nil }
        return Service(
            code: code, name: fields.required("name")?.text() ?? code,
            durationMinutes: fields.required("duration_minutes")?.whole(5...480) ?? 50,
            bufferMinutes: fields["buffer_minutes"]?.whole(0...240) ?? 10,
            gridMinutes: fields["grid_minutes"]?.whole(5...240) ?? 30,
            noticeHours: fields["notice_hours"]?.whole(0...720) ?? 24, horizonDays: fields["horizon_days"]?.whole(1...730) ?? 90,
            formats: fields.required("formats")?.words(SessionFormat.self) ?? [],
            feeCents: fields["fee_cents"]?.present?.whole(0...10_000_000))
    }
}
