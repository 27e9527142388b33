import Testing

@testable import AttuneAdmin

@Suite("A referral's form, typed")
struct FormTextTests {
    @Test("answers are found under every name that the import knows; a line that begins with a space goes on")
    func reads() throws {
        let form = try FormText(
            """
            # a remark
            Name: Robin Example
            date of birth: 1991-05-04
            email:
            narrative: I end things
              before they can.
            """)
        #expect(form.answer("full_name") == "Robin Example" && form.line(of: "full_name") == 2)
        #expect(form.answer("birth_date") == "1991-05-04")
        #expect(form.answer("narrative") == "I end things\nbefore they can.")
        #expect(form.answer("email") == nil && form.answer("phone") == nil)
    }

    @Test(
        "a form that cannot be read is refused by line, without its answers",
        arguments: [
            ("langage: Robin", "line 1: this name is not known. Did you mean language?"), ("Robin Example", "line 1: no colon."),
            ("name: Robin\nclient: Robin", "line 2: full_name is on line 1 already."),
            ("  Robin", "line 1: no answer to go on with."),
            ("", "The form is empty."), ("name:\n", "The form is empty."),
        ])
    func refuses(text: String, expected: String) throws {
        let failure = try #require(throws: Failure.self) { try FormText(text) }
        #expect(failure.exit == .usage && failure.why?.contains(expected) == true, "\(failure)")
        #expect(failure.why?.contains("Robin") == false)
    }

    @Test("the empty form asks for everything that the import reads, and reads as empty itself")
    func empty() {
        #expect(FormText.empty.contains("\nfull_name:\n") && FormText.empty.contains("\nnarrative:\n"))
        #expect(throws: Failure.self) { try FormText(FormText.empty) }
    }
}
