import Clinic
import HTTPTypes
import Testing

import struct Foundation.UUID

@testable import AttuneAPI

@Suite("What goes over the wire")
struct WireTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String { String(decoding: JSONWriter.write(write), as: UTF8.self) }

    @Test("members are written in order, texts escaped, ids in lower case, times in UTC")
    func writing() {
        let id = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0xAB, 0xCD, 0xEF, 14, 15, 16))
        let written = text { writer in
            writer.object { writer in
                writer.member("b", 1)
                writer.member("a", "x\"\\\n\u{1}é")
                writer.member("id", id)
                writer.member("at", Instant(microseconds: 1_796_151_600_000_000))
                writer.key("list")
                writer.array([1, -2]) { $0.value($1) }
                writer.member("none", String?.none)
                writer.key("empty")
                writer.object { _ in }
            }
        }
        #expect(
            written == #"{"b":1,"a":"x\"\\\n\u0001é","id":"01020304-0506-0708-090a-abcdef0e0f10","at":"2026-12-01T19:00:00Z","#
                + #""list":[1,-2],"none":null,"empty":{}}"#)
    }

    @Test("times are written as Clinic writes them, over the years 1 to 9999")
    func instants() {
        var generator = SplitMix(seed: 7)
        for _ in 0..<20_000 {
            let instant = Instant(
                microseconds: .random(
                    in: WireInstant.range.lowerBound.microseconds...WireInstant.range.upperBound.microseconds, using: &generator))
            #expect(WireInstant.string(instant) == instant.description)
            #expect(WireInstant.parse(instant.description) == instant)
        }
        #expect(WireInstant.parse("2026-12-01T12:00:00-07:00") == WireInstant.parse("2026-12-01T19:00:00Z"))
        for wrong in ["", "2026-12-01", "2026-12-01T12:00:00", "2026-13-01T12:00:00Z", "2026-02-30T12:00:00Z", "now"] {
            #expect(WireInstant.parse(wrong) == nil)
        }
    }

    @Test("a UUID has one form; others are not ids")
    func uuids() {
        let text = "01931f0e-6f00-7000-8000-00000000000a"
        #expect(UUIDText.parse(text).map(UUIDText.string) == text)
        #expect(UUIDText.parse(text.uppercased()).map(UUIDText.string) == text)
        for wrong in [
            "", "1", text + "0", "{" + text.dropFirst(), text.replacing("-", with: "0"), "01931f0e-6f00-7000-8000-00000000000g",
        ] {
            #expect(UUIDText.parse(wrong) == nil)
        }
    }

    @Test("the Date header has the form that HTTP asks for")
    func date() {
        #expect(DateStamp.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(DateStamp.text(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
    }

    @Test("a cursor comes back as it went, and anything else is refused")
    func cursors() throws {
        let id = UUID(uuid: (255, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 254))
        let page = Page(limit: 5, after: try Page.decode(Page.cursor(id)))
        #expect(try page.afterID == id)
        let at = Instant(microseconds: -5)
        let timed = Page(limit: 5, after: try Page.decode(Page.cursor(at, id)))
        #expect(try timed.afterInstantAndID?.0 == at)
        #expect(try timed.afterInstantAndID?.1 == id)
        for wrong in ["", "AA", "%%", "AQ==", "AR"] {
            #expect(throws: Problem.self) { try Page(limit: 1, after: Page.decode(wrong)).afterID }
        }
    }

    @Test("percent-encoding is undone exactly once, and refused when it is broken")
    func percent() {
        #expect(PercentCoding.decode("a%20b%C3%A9") == "a bé")
        #expect(PercentCoding.decode("%2520") == "%20")
        #expect(PercentCoding.decode("a+b") == "a+b")
        #expect(PercentCoding.decode("a+b", plusIsSpace: true) == "a b")
        for wrong in ["%", "%1", "%zz", "%C3", "%00", "a\u{0}"] { #expect(PercentCoding.decode(Substring(wrong)) == nil) }
    }

    @Test("Accept is read with its weights, the most specific range deciding")
    func accept() {
        #expect(MediaRange.accepts("text/html, application/json;q=0.5", "application/json"))
        #expect(MediaRange.accepts("*/*;q=0.1", "application/json"))
        #expect(MediaRange.accepts("application/*", "application/json"))
        #expect(!MediaRange.accepts("text/html", "application/json"))
        #expect(!MediaRange.accepts("*/*, application/json;q=0", "application/json"))
    }

    @Test("If-Match is a strong tag of ours, or *")
    func entityTags() throws {
        #expect(EntityTag(7).isNamed(in: "\"6\", \"7\""))
        #expect(EntityTag(7).isNamed(in: "*"))
        #expect(EntityTag(7).isNamed(in: "W/\"6\", W/\"7\""))
        #expect(!EntityTag(7).isNamed(in: "\"77\", W/7"))
        #expect(try Precondition([.ifMatch: "\"7\""]).expected == 7)
        #expect(try Precondition([.ifMatch: "*"]).expected == nil)
        #expect(throws: Problem.self) { try Precondition([:]) }
        for wrong in ["7", "W/\"7\"", "\"x\"", "\"\"", "\"07\"", "\"99999999999999999999999\""] {
            #expect(throws: Problem.self) { try Precondition([.ifMatch: wrong]) }
        }
    }
}
