/// How a referral ended. Codes: retired, never renamed.
public enum ReferralOutcome: String, Sendable, Hashable, CaseIterable {
    /// The client accepted, and the first session was booked.
    case beganCare = "began_care"
    /// It had begun, and the client was matched again.
    case rematched
    /// Somebody outside sees the client.
    case referredOn = "referred_on"
    case declinedByClient = "declined_by_client"
    /// Nobody could be reached.
    case noContact = "no_contact"
    /// Nobody here had a place that fits.
    case noPlace = "no_place"
    /// By the client or the referrer.
    case withdrawn
    case other

    /// Those with which a person closes a referral; the others follow from what happened.
    public static let closings: [ReferralOutcome] = [.declinedByClient, .noContact, .noPlace, .referredOn, .withdrawn, .other]
}
