import Testing

@testable import AttuneAPI

@Suite("Checking a body against its schema")
struct SchemaTests {
    private let schema = Schema.object(
        nil,
        [
            .required("client", .uuid), .required("start", .instant),
            .optional("format", .word(["in_person", "online", "phone"])),
            .optional("minutes", .integer(5...480)), .optional("note", .text(1...10, .visible).orNull),
            .optional("points", .list(.object(nil, [.required("value", .text())]), 1...2)), .optional("sure", .boolean),
        ])

    private func faults(_ text: String) throws -> [String] {
        var faults: [Fault] = []
        schema.check(try JSONReader.read(Array(text.utf8)), into: &faults)
        return faults.map { "\($0.pointer) \($0.code)" }
    }

    private let fine = #""client":"01931f0e-6f00-7000-8000-00000000000a","start":"2026-12-01T12:00:00-07:00""#

    @Test("what fits passes")
    func fits() throws {
        #expect(try faults("{\(fine)}") == [])
        #expect(
            try faults(
                "{\(fine),\"format\":\"online\",\"minutes\":50.0,\"note\":null,\"points\":[{\"value\":\"x\"}],\"sure\":true}")
                == [])
    }

    @Test("every fault is reported at once, each with its place")
    func all() throws {
        #expect(
            try faults(
                #"{"client":5,"start":"tomorrow","formatt":"x","minutes":1,"note":"","points":[{"value":"x"},{"valu":1}],"sure":"yes"}"#
            )
                == [
                    "/formatt unknown_field", "/client wrong_type", "/start wrong_form", "/minutes out_of_range",
                    "/note wrong_form",
                    "/points/1/valu unknown_field", "/points/1/value missing", "/sure wrong_type",
                ])
        #expect(try faults("[]") == [" wrong_type"])
        #expect(try faults("{}") == ["/client missing", "/start missing"])
        #expect(try faults("{\(fine),\"points\":[]}") == ["/points wrong_count"])
        #expect(try faults("{\(fine),\"note\":\"12345678901\"}") == ["/note too_long"])
    }

    @Test("an unknown name comes with the nearest known one")
    func nearestName() throws {
        var found: [Fault] = []
        schema.check(try JSONReader.read(Array("{\(fine),\"formatt\":\"online\"}".utf8)), into: &found)
        #expect(found.first?.message == "This name is not known. Did you mean format?")
        found = []
        schema.check(try JSONReader.read(Array("{\(fine),\"format\":\"onlien\"}".utf8)), into: &found)
        #expect(found.first?.message == "Send one of: in_person, online, phone. Did you mean online?")
    }

    @Test(
        "each format takes what it names and nothing else",
        arguments: [
            (
                .time, ["00:00", "09:30", "19:59", "23:59"],
                ["24:00", "12:60", "9:30", "12:3", "ab:cd", "12-30", "", "99:99", "29:00"]
            ),
            (.date, ["2026-12-01", "2028-02-29"], ["2026-02-30", "2026-1-1", "20261201", "", "2026-12-01T00:00"]),
            (.start, ["2026-12-01T12:00", "2026-12-01T19:00:00Z"], ["2026-12-01", "12:00", "", "2026-12-01T12:00+07"]),
            (.language, ["en", "fr-CA", "zh-Hant", "zh-Hant-TW"], ["EN", "e", "en_CA", "fr-ca", "", "english"]),
            (.zone, ["UTC", "America/Vancouver", "Etc/GMT+7"], ["", "america", "/etc/passwd", "America/", "../x"]),
            (.jurisdiction, ["CA-BC"], ["CA", "ca-bc", "CA-BCX", "CABC-", ""]),
            (.code, ["ab", "complex_trauma", "a1"], ["a", "1a", "A", "a-b", ""]),
            (.slug, ["a", "maya-lindqvist-2"], ["", "-a", "a--b", "A", "a_b"]),
            (.uuid, ["01931f0e-6f00-7000-8000-00000000000A"], ["", "01931f0e", "01931f0e-6f00-7000-8000-00000000000g"]),
            (.visible, ["x", " x "], ["", " ", "\u{3000}\n"]), (.visibleASCII, ["x!"], ["", "a b", "é"]),
        ] as [(TextFormat, [String], [String])])
    func formats(_ format: TextFormat, _ good: [String], _ bad: [String]) {
        for text in good { #expect(format.accepts(text), "\(format) \(text)") }
        for text in bad { #expect(!format.accepts(text), "\(format) \(text)") }
        // Any text of a few characters: never a trap.
        var generator = SplitMix(seed: 99)
        let letters = Array("0123456789:-/TZ+. azAZ_é\u{0}~")
        for _ in 0..<5_000 {
            let length = Int.random(in: 0...24, using: &generator)
            _ = format.accepts(String((0..<length).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] }))
        }
    }

    @Test("no two schemas of the document share a name and differ")
    func names() throws {
        var byName: [String: Set<String>] = [:]
        func walk(_ schema: Schema) {
            if let name = schema.name {
                var plain = schema
                plain.nullable = false
                plain.summary = nil
                byName[name, default: []].insert("\(plain.shape)")
            }
            switch schema.shape {
            case .array(let item, _), .map(let item): walk(item)
            case .object(let members): for member in members { walk(member.schema) }
            default: break
            }
        }
        for route in RouteTable.all {
            route.body.map { walk($0.schema) }
            for answer in route.answers { answer.schema.map(walk) }
        }
        #expect(byName.count > 30)
        for (name, shapes) in byName { #expect(shapes.count == 1, "\(name) is \(shapes.count) different shapes") }
    }

    @Test("unknown names are reported as fifty at most, and a long one is shortened")
    func unknownNames() {
        let members = (0..<6_000).map { JSON.Member(name: "k\($0)", value: .null) }
        var faults: [Fault] = []
        Schema.object("Test", [.optional("known", .uuid)]).check(.object(members), into: &faults)
        #expect(faults.count == Schema.faultLimit)
        let long = JSONPointer().appending(String(repeating: "k", count: 60_000)).description
        #expect(long.unicodeScalars.count < 100 && long.hasPrefix("/kkk"))
    }

    @Test("a thousand faults are reported as fifty")
    func limit() throws {
        let text = "{" + (0..<1_000).map { "\"x\($0)\":1" }.joined(separator: ",") + "}"
        #expect(try faults(text).count >= Schema.faultLimit)
        #expect(try faults(text).count < 1_010)
    }
}
