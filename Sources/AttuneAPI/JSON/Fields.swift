import Clinic

import struct Foundation.UUID

/// The members of an object that was checked against its schema, as domain values. Handlers' `parse()` functions read a body through this.
///
/// A value of the wrong kind is a problem that names its place, as if the schema had found it, so a schema that is too loose cannot
/// become a trap.
struct Fields: Sendable {
    let json: JSON
    let pointer: JSONPointer

    init(_ json: JSON, at pointer: JSONPointer = JSONPointer()) {
        self.json = json
        self.pointer = pointer
    }

    private func present(_ name: String) -> JSON? {
        guard let value = json[name], value != .null else { return nil }
        return value
    }

    private func wrong(_ name: String, _ message: String) -> Problem {
        .invalid([Fault(pointer.appending(name), json[name] == nil ? "missing" : "wrong_form", message)])
    }

    func has(_ name: String) -> Bool { present(name) != nil }

    func text(_ name: String) throws(Problem) -> String {
        guard let text = try textIfAny(name) else { throw wrong(name, "Send text.") }
        return text
    }
    func textIfAny(_ name: String) throws(Problem) -> String? {
        guard let value = present(name) else { return nil }
        guard case .string(let text) = value else { throw wrong(name, "Send text.") }
        return text
    }
    func integer(_ name: String) throws(Problem) -> Int {
        guard let number = try integerIfAny(name) else { throw wrong(name, "Send a whole number.") }
        return number
    }
    func integerIfAny(_ name: String) throws(Problem) -> Int? {
        guard let value = present(name) else { return nil }
        guard case .integer(let number) = value, let int = Int(exactly: number) else { throw wrong(name, "Send a whole number.") }
        return int
    }
    func flag(_ name: String, otherwise: Bool = false) throws(Problem) -> Bool {
        guard let value = present(name) else { return otherwise }
        guard case .bool(let flag) = value else { throw wrong(name, "Send true or false.") }
        return flag
    }
    func id<Entity>(_ name: String, _: Entity.Type = Entity.self) throws(Problem) -> TypedID<Entity> {
        guard let id = try idIfAny(name, Entity.self) else { throw wrong(name, TextFormat.uuid.hint) }
        return id
    }
    func idIfAny<Entity>(_ name: String, _: Entity.Type = Entity.self) throws(Problem) -> TypedID<Entity>? {
        guard let text = try textIfAny(name) else { return nil }
        guard let uuid = UUIDText.parse(text) else { throw wrong(name, TextFormat.uuid.hint) }
        return TypedID(uuid)
    }
    func instant(_ name: String) throws(Problem) -> Instant {
        guard let instant = try instantIfAny(name) else { throw wrong(name, TextFormat.instant.hint) }
        return instant
    }
    func instantIfAny(_ name: String) throws(Problem) -> Instant? {
        guard let text = try textIfAny(name) else { return nil }
        guard let instant = WireInstant.parse(text) else { throw wrong(name, TextFormat.instant.hint) }
        return instant
    }
    func dateIfAny(_ name: String) throws(Problem) -> LocalDate? {
        guard let text = try textIfAny(name) else { return nil }
        guard let date = try? LocalDate(text) else { throw wrong(name, TextFormat.date.hint) }
        return date
    }
    func date(_ name: String) throws(Problem) -> LocalDate {
        guard let date = try dateIfAny(name) else { throw wrong(name, TextFormat.date.hint) }
        return date
    }
    /// A word of a closed set, as the enum that has it.
    func word<Word: RawRepresentable>(_ name: String, _: Word.Type = Word.self) throws(Problem) -> Word
    where Word.RawValue == String {
        guard let word = try wordIfAny(name, Word.self) else { throw wrong(name, "Send one of the documented words.") }
        return word
    }
    func wordIfAny<Word: RawRepresentable>(_ name: String, _: Word.Type = Word.self) throws(Problem) -> Word?
    where Word.RawValue == String {
        guard let text = try textIfAny(name) else { return nil }
        guard let word = Word(rawValue: text) else { throw wrong(name, "Send one of the documented words.") }
        return word
    }
    func words<Word: RawRepresentable>(_ name: String, _: Word.Type = Word.self) throws(Problem) -> [Word]
    where Word.RawValue == String {
        try texts(name).enumerated().map { index, text throws(Problem) in
            guard let word = Word(rawValue: text) else {
                throw .invalid([
                    Fault(pointer.appending(name).appending(index), "not_one_of", "Send one of the documented words.")
                ])
            }
            return word
        }
    }
    func texts(_ name: String) throws(Problem) -> [String] {
        guard let value = present(name) else { return [] }
        guard case .array(let items) = value else { throw wrong(name, "Send a list.") }
        return try items.map { item throws(Problem) in
            guard case .string(let text) = item else { throw wrong(name, "Send a list of texts.") }
            return text
        }
    }
    /// The objects of a list, each knowing where it is.
    func objects(_ name: String) throws(Problem) -> [Fields] {
        guard let value = present(name) else { return [] }
        guard case .array(let items) = value else { throw wrong(name, "Send a list.") }
        return items.enumerated().map { Fields($0.element, at: pointer.appending(name).appending($0.offset)) }
    }
    func objectIfAny(_ name: String) -> Fields? {
        present(name).map { Fields($0, at: pointer.appending(name)) }
    }

    /// A zone that this machine has rules for: one without them, once kept, would stop every search for hours that meets it.
    func zoneIfAny(_ name: String, of zones: ZoneCatalogue) throws(Problem) -> ZoneID? {
        guard let text = try textIfAny(name) else { return nil }
        guard let zone = ZoneID(text) else { throw refuse(name, "wrong_form", TextFormat.zone.hint) }
        do { _ = try zones.rules(zone) } catch { throw refuse(name, error.code, error.message) }
        return zone
    }

    /// Turns a domain's refusal of one value into a fault at its place.
    func refuse(_ name: String, _ code: String, _ message: String) -> Problem {
        .invalid([Fault(pointer.appending(name), code, message)])
    }
}
