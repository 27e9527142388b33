import Testing

@testable import Clients

@Suite("Words about somebody else")
struct RedactionTests {
    private static func redacted(_ text: String, _ words: [String], sparing spared: [String] = []) -> String {
        var redaction = Redaction(of: words, sparing: spared)
        return redaction.apply(to: text)
    }

    @Test("are taken out whole, whatever their case, and no part of another word is")
    func whole() {
        #expect(
            Self.redacted("Ann and ANN's brother, Annika", ["ann"]) == "[somebody else] and [somebody else]'s brother, Annika")
        #expect(Self.redacted("Joanne", ["Ann"]) == "Joanne")
        #expect(Self.redacted("Élodie", ["éLODIE"]) == "[somebody else]")
        #expect(Self.redacted("", ["Ann"]) == "")
        #expect(Self.redacted("Ann", []) == "Ann")
        // One letter is nobody's name.
        #expect(Self.redacted("I went", ["i"]) == "I went")
    }

    @Test("go at once where a longer name is among them, and stay where they are the client's own")
    func longest() {
        let parts = Redaction.parts("Sam Oakes-Li")
        #expect(parts == ["Sam Oakes-Li", "Sam", "Oakes"])
        #expect(Self.redacted("Sam Oakes-Li met Oakes", parts) == "[somebody else] met [somebody else]")
        #expect(Self.redacted("Robin Oakes and Sam Oakes", parts, sparing: ["Oakes"]) == "Robin Oakes and [somebody else] Oakes")
    }

    @Test("are found where letters change their length with their case, and nothing is lost around them")
    func lengths() {
        #expect(Self.redacted("İpek, then Straße", ["STRASSE", "ipek"]) == "İpek, then Straße")
        #expect(Self.redacted("a İ ann b", ["ann"]) == "a İ [somebody else] b")
    }
}
