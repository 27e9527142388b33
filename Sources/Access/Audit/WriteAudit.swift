internal import Clinic
internal import Database

internal import struct Foundation.UUID

// From what an act or a look said, to the statement that keeps it.

extension AuditRow {
    /// What `entry` becomes in the record of whoever signed in. Without its seal.
    init(_ entry: AuditEntry, id: UUID, by signIn: SignIn, _ policy: Policy, _ request: Request) {
        let role = signIn.actor.role
        var details = entry.details
        // An operator's name is kept nowhere else: the id is only its hash.
        if role == .operator { details["operator"] = signIn.actor.label }
        // One word for a page as well, where it is the same for all whom it showed.
        let found = Set((entry.client.map { [$0] } ?? entry.clients).map { signIn.reach.grant(to: $0) })
        let usual = found.count == 1 ? found.first ?? nil : nil
        self.init(
            id: id, at: signIn.now, role: role.rawValue, actor: signIn.actor.id, request: request.id, door: request.door,
            operation: request.operation ?? policy.name, action: entry.action, subject: entry.subject, client: entry.client,
            clients: entry.clients.isEmpty ? nil : entry.clients,
            through: entry.namesClient ? (entry.through ?? usual)?.rawValue : nil,
            purpose: Purpose.of(policy, by: role).rawValue,
            fields: entry.namesClient ? (entry.fields ?? FieldsClass.of(entry.action))?.rawValue : nil,
            details: DetailsText.of(details), mac: nil, xid: 0)
    }

    /// One statement for all rows of one actor, however many requests they belong to.
    static func insertion(of rows: [AuditRow], by actor: Actor) -> Bound {
        SQL.recordAudits(
            actor.role.rawValue, actor.id, rows.map(\.id), rows.map(\.at), rows.map(\.request), rows.map(\.door),
            rows.map(\.operation), rows.map(\.action), rows.map(\.subject), rows.map(\.client),
            rows.map { $0.clients.map(arrayText) }, rows.map(\.through), rows.map(\.purpose), rows.map(\.fields),
            rows.map(\.details), rows.map { $0.mac ?? [] })
    }

    /// An array inside an array: PostgreSQL's are rectangular, pages are not.
    private static func arrayText(_ ids: [UUID]) -> String {
        "{" + ids.map { $0.text }.joined(separator: ",") + "}"
    }
}
