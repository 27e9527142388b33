public import Clinic

public import struct Foundation.UUID

/// An entry as it is to be stored beside a referral.
public struct NewAssessment: Sendable, Hashable {
    public let entry: InstrumentEntry
    /// When it was filled in.
    public let takenOn: LocalDate

    public init(_ entry: InstrumentEntry, takenOn: LocalDate) {
        self.entry = entry
        self.takenOn = takenOn
    }
}

/// One questionnaire that a referral came with, or that intake wrote down.
public struct Assessment: Sendable, Hashable {
    public typealias ID = TypedID<Assessment>

    public let id: ID
    public let instrument: Instrument
    /// Nil for a lead who has not opened the client's file.
    public let entry: InstrumentEntry?
    public let takenOn: LocalDate
    public let enteredBy: UUID
    /// The role in which they entered it.
    public let enteredAs: String
    public let enteredAt: Instant

    /// Worked out anew from the answers.
    public var score: InstrumentScore? { entry.map { InstrumentScore($0) } }
}
