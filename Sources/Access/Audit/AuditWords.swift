/// Which class of a client's facts a row is about: what a breach notice has to name.
public enum FieldsClass: String, Sendable, Hashable, CaseIterable {
    /// Name, birth date, and that they are a client at all.
    case identity
    /// Besides that: how to reach them, and what was sent.
    case contact
    /// Referral, reasons, proposals, handouts, who must not meet whom.
    case clinical
    /// When and where they will be.
    case schedule

    /// Nil for what is not about clients. `AuditWordsTests` reads the sources for a noun that has no line here.
    static func of(_ action: String) -> FieldsClass? {
        switch action {
        case "client.listed", "client.added", "client.edited": return .identity
        default: break
        }
        return switch action.prefix(while: { $0 != "." }) {
        case "audit", "care": .identity
        case "client", "contact_point", "consent", "message": .contact
        case "referral", "proposal", "allocation", "early_check", "referral_out", "handout", "kept_apart", "glass",
            "answer":
            .clinical
        case "appointment", "slot", "time": .schedule
        default: nil
        }
    }
}

/// What a client's data were used for (PIPA section 23 asks).
enum Purpose: String, Sendable, Hashable, CaseIterable {
    case care, intake, scheduling, contact, records, oversight, administration

    /// A therapist's work is care; anybody else's purpose is told by what they do.
    static func of(_ policy: Policy, by role: Role) -> Purpose {
        if role == .therapist || role == .client { return .care }
        return switch policy.name.prefix(while: { $0 != "." }) {
        case "clients": .records
        case "referrals", "proposals", "checks": .intake
        case "appointments", "slots", "time": .scheduling
        case "handouts": .care
        case "messages": .contact
        case "audit", "reports": .oversight
        case "care": .records
        default: .administration
        }
    }
}
