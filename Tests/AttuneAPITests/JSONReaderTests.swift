import Testing

@testable import AttuneAPI

@Suite("Reading JSON")
struct JSONReaderTests {
    private func read(_ text: String) throws(JSONError) -> JSON { try JSONReader.read(Array(text.utf8)) }

    private func reason(_ bytes: [UInt8]) -> JSONError.Reason? {
        do {
            _ = try JSONReader.read(bytes)
            return nil
        } catch { return error.reason }
    }
    private func reason(_ text: String) -> JSONError.Reason? { reason(Array(text.utf8)) }

    @Test("members keep the order in which they were sent")
    func order() throws {
        let json = try read(#" { "b" : 1 , "a" : [ true , null ] , "c" : "x" } "#)
        guard case .object(let members) = json else { return #expect(Bool(false)) }
        #expect(members.map(\.name) == ["b", "a", "c"])
        #expect(json["a"] == .array([.bool(true), .null]))
    }

    @Test(
        "whole numbers are exact however they are spelled",
        arguments: [
            ("0", 0), ("-0", 0), ("3.0", 3), ("30e-1", 3), ("1.50e1", 15), ("9223372036854775807", Int64.max),
            ("-9223372036854775808", Int64.min), ("9007199254740993", 9_007_199_254_740_993), ("1E2", 100),
        ] as [(String, Int64)])
    func integers(_ spelling: String, _ value: Int64) throws {
        #expect(try read(spelling) == .integer(value))
    }

    @Test("a number of 64 KiB is a decimal, read in one pass")
    func longNumbers() throws {
        let long = "1." + String(repeating: "0", count: 65_000)
        #expect(try read(long) == .decimal(long))
    }

    @Test(
        "characters that are obeyed and not read are refused",
        arguments: ["\\u001b[2J", "\u{7F}", "\u{9B}2J", "a\u{202E}b", "a\\u2066b", "\\b"])
    func hidden(_ text: String) {
        #expect(reason("\"\(text)\"") == .hiddenCharacter)
    }

    @Test("tabs, ends of lines and the marks of right-to-left names stay", arguments: ["a\\tb\\r\\nc", "\u{200F}\u{5D0}"])
    func seen(_ text: String) throws {
        _ = try read("\"\(text)\"")
    }

    @Test(
        "other numbers keep their spelling",
        arguments: ["0.1", "9223372036854775808", "1e400", "-1.5", "1e-7", "1e999999999999", "1e-9223372036854775808"])
    func decimals(_ spelling: String) throws {
        #expect(try read(spelling) == .decimal(spelling))
    }

    @Test(
        "what RFC 8259 does not know is refused",
        arguments: [
            "{a:1}", "{'a':1}", "[1,]", "{\"a\":1,}", "01", "+1", ".5", "1.", "1e", "NaN", "Infinity", "tru", "nul", "\"\\x\"",
            "\"\\u12\"",
            "[1 2]", "{\"a\" 1}", "// x\n1", "[", "{\"a\":", "\"", "1 2", "", "  ", "\u{FEFF}{}",
        ])
    func strict(_ text: String) {
        #expect(reason(text) != nil)
    }

    @Test("a text is UTF-8 without NUL and without half characters")
    func text() throws {
        #expect(try read(#""é 😀 \u00e9 \ud83d\ude00 \n""#) == .string("é 😀 é 😀 \n"))
        #expect(reason([0x22, 0xC3, 0x28, 0x22]) == .notUTF8)
        #expect(reason([0x22, 0xED, 0xA0, 0x80, 0x22]) == .notUTF8)
        #expect(reason(#""\ud83d""#) == .loneSurrogate)
        #expect(reason(#""\ude00\ud83d""#) == .loneSurrogate)
        #expect(reason(#""a\u0000b""#) == .nul)
        #expect(reason([0x22, 0x00, 0x22]) == .controlCharacter)
        #expect(reason("\"a\nb\"") == .controlCharacter)
    }

    @Test("a name that occurs twice is refused, also when it is spelled in two ways")
    func duplicates() {
        #expect(reason(#"{"a":1,"b":2,"a":3}"#) == .duplicateName)
        #expect(reason(#"{"a":1,"\u0061":3}"#) == .duplicateName)
        #expect(reason(#"{"a":{"x":1},"b":{"x":1}}"#) == nil)
    }

    @Test("32 levels are read, 33 are not, and a million do no harm")
    func depth() {
        func nested(_ levels: Int) -> String { String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
        #expect(reason(nested(32)) == nil)
        #expect(reason(nested(33)) == .tooDeep(32))
        #expect(reason(String(repeating: "[", count: 1_000_000)) == .tooDeep(32))
        #expect(reason(String(repeating: "{\"a\":", count: 1_000_000)) == .tooDeep(32))
    }

    @Test("a fault names its place as a pointer, a line and a column")
    func place() {
        do {
            _ = try read("{\n  \"list\": [1, {\"a/b\": tru}]}")
            #expect(Bool(false))
        } catch {
            #expect(error.pointer.description == "/list/1/a~1b")
            #expect(error.line == 2)
            #expect(error.column == 23)
        }
    }

    @Test("random bytes never trap, and what is read can be written and read again")
    func random() throws {
        var generator = SplitMix(seed: 20_261_122)
        let pieces: [String] = [
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u00e9\"", "1", "-2.50", "true", "null", " ", "1e3", "\"", "\\", "é", "0",
        ]
        var read = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 1...12, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
                .joined()
            guard let value = try? JSONReader.read(Array(text.utf8)) else { continue }
            read += 1
            let written = JSONWriter.write { $0.value(value) }
            #expect(try JSONReader.read(written) == value, "\(text)")
        }
        #expect(read > 100)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = try? JSONReader.read(bytes)
        }
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
