import Access

/// Who may do what over HTTP. Row-level security holds besides, and decides which rows.
enum Policies {
    /// Anybody who works here or for the clinic; therapists' profiles, services and sites are no secret among them.
    static let directory = Policy("directory.read", allow: [.lead, .intake, .frontDesk, .therapist, .integration, .operator])
    static let team = Policy("therapists.edit", allow: [.lead, .operator])
    /// What a therapist says to clients herself.
    static let ownProfile = Policy("profile.edit", allow: [.therapist])

    /// Counts of the server's own work, without anything about a person.
    static let metrics = Policy("metrics.read", allow: [.lead, .integration, .operator])

    /// One's own account and sessions; the lead also ends other people's.
    static let me = Policy("me.read", allow: [.lead, .intake, .frontDesk, .therapist, .integration, .operator])
    static let sessions = Policy("sessions.use", allow: [.lead, .intake, .frontDesk, .therapist, .operator])
    /// A person's own password and second factor; row-level security and the domain refuse a token.
    static let ownAccount = Policy("account.change", allow: Role.staff)
    static let ownFactor = Policy("account.factor", allow: Role.staff, stepUp: true)

    static let readClients = Policy("clients.read", allow: [.lead, .intake, .frontDesk, .therapist, .operator])
    static let addClients = Policy("clients.add", allow: [.lead, .intake, .frontDesk, .operator])

    /// Who a client is, how to reach them safely, and what they agree to: whoever hears it from them.
    static let editClients = Policy("clients.edit", allow: [.lead, .intake, .frontDesk, .operator], deny: [.therapist])

    /// Who must never meet whom, and why: not the front desk, who hears no more than "not available", and no therapist.
    static let keepApart = Policy("clients.keep_apart", allow: [.lead, .intake, .operator], deny: [.frontDesk, .therapist])

    /// Whether two files are about one person: who takes referrals in finds that out.
    static let compareClients = Policy("clients.compare", allow: [.lead, .intake, .operator], deny: [.frontDesk, .therapist])
    /// Everything about one client at once, and the end of it: in a session that was confirmed just now, by no token; an operator,
    /// who has none, at the command line.
    static let copyFile = Policy("clients.copy", allow: [.lead, .operator], stepUp: true)
    static let planDestruction = Policy("clients.destruction", allow: [.lead, .operator])
    static let destroyFile = Policy("clients.destroy", allow: [.lead, .operator], stepUp: true)

    static let calendar = Policy("appointments.use", allow: [.lead, .intake, .frontDesk, .therapist, .operator])

    /// Referral text, reasons and scores: never the front desk.
    static let readReferrals = Policy(
        "referrals.read", allow: [.lead, .intake, .therapist, .operator], deny: [.frontDesk, .integration])
    static let intake = Policy("referrals.handle", allow: [.lead, .intake, .operator], deny: [.frontDesk, .therapist])
    static let answerProposals = Policy(
        "proposals.answer", allow: [.lead, .intake, .therapist, .operator], deny: [.frontDesk, .integration])

    /// What ranking goes by is no secret among those who read explanations; only the lead, or an operator for her, puts another policy
    /// in force.
    static let readPolicy = Policy("policy.read", allow: [.lead, .intake, .therapist, .operator], deny: [.frontDesk])
    static let adoptPolicy = Policy("policy.adopt", allow: [.lead, .operator])
    /// Services outside are no secret among those who work here.
    static let readExternal = Policy("external.read", allow: [.lead, .intake, .therapist, .operator])

    /// How it goes: a therapist for her own clients.
    static let earlyChecks = Policy(
        "checks.answer", allow: [.lead, .intake, .therapist, .operator], deny: [.frontDesk, .integration])

    /// Figures about the clinic's work: the lead's.
    static let reports = Policy("reports.read", allow: [.lead, .operator])

    /// Handout titles say what somebody struggles with: never the front desk.
    static let library = Policy("articles.read", allow: [.lead, .intake, .therapist, .operator], deny: [.frontDesk])
    static let publish = Policy("articles.import", allow: [.lead, .operator], deny: [.frontDesk])
    /// By a link, and nothing else.
    static let openLink = Policy("handouts.open", allow: [.client])
    static let handouts = Policy("handouts.give", allow: [.lead, .therapist, .operator], deny: [.frontDesk])

    /// Who may see whose file for a while.
    static let readCare = Policy("care.read", allow: [.lead, .intake, .therapist, .operator], deny: [.frontDesk])
    static let grantCare = Policy("care.grant", allow: [.lead, .intake, .operator], deny: [.frontDesk, .therapist])
    /// The lead's look in an emergency; whoever sits at the server needs none. She proves anew who she is: no token does.
    static let breakGlass = Policy("glass.break", allow: [.lead], stepUp: true)
    static let closeGlass = Policy("glass.close", allow: [.lead])
    static let reviewGlass = Policy("glass.read", allow: [.lead, .therapist, .operator], deny: [.frontDesk])
    static let reviewOpenings = Policy("glass.review", allow: [.lead, .operator])
}

/// What a token may be held to, by name, in order.
public enum PolicyNames {
    /// Of every route that asks for a policy; each once.
    public static let all: [String] = Set(RouteTable.all.compactMap { $0.policy?.name }).sorted()
}
