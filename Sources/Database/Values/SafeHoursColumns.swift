public import Clinic

extension RowReader {
    /// The next two columns, `safe_from` and `safe_until`, which are both NULL where nobody named hours: then nil.
    /// - Throws: `DatabaseError.decoding` for two times that are the same, which the schema refuses: nobody guesses whether that means always.
    public mutating func nextSafeHours() throws(DatabaseError) -> SafeHours? {
        let from = try nextOptional(LocalTime.self)
        let until = try nextOptional(LocalTime.self)
        guard let from, let until else { return nil }
        guard let hours = SafeHours(from: from, until: until) else { throw failure(.outOfRange(.init("hours of no length"))) }
        return hours
    }
}
