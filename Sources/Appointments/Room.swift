public import Clinic

/// An address with rooms.
public struct Site: Hashable, Sendable {
    public typealias ID = TypedID<Site>

    public let id: ID
    public let code: String
    public let name: String
    public let zone: ZoneID
    public let address: String
}

/// A place in a site where one session at a time can be held.
public struct Room: Hashable, Sendable {
    public typealias ID = TypedID<Room>

    public let id: ID
    public let site: Site.ID
    /// Unique within its site.
    public let code: String
    public let name: String

    public init(id: ID, site: Site.ID, code: String, name: String) {
        self.id = id
        self.site = site
        self.code = code
        self.name = name
    }
}
