import Clinic
import Testing

@testable import AttuneAPI

@Suite("The directory's words")
struct DirectoryWordsTests {
    @Test("each is there in both languages, and differs but where the two write alike")
    func both() {
        let alike: Set<String> = ["Where", "Also"]
        for key in DirectoryWords.Key.allCases {
            let (english, french) = key.words
            #expect(!english.isEmpty && !french.isEmpty)
            #expect(english != french || alike.contains(english), "\(english)")
        }
    }

    @Test("fees, kinds and formats are written as each language writes them")
    func amounts() {
        let (english, french) = (DirectoryWords(.english), DirectoryWords(.french))
        #expect(english.fees(14_000, sliding: 4_005) == "$140; some places from $40.05")
        #expect(french.fees(14_000, sliding: 4_005) == "140 $; quelques places dès 40,05 $")
        #expect(english.kind(.olderAdult) == "Older adult" && french.kind(.olderAdult) == "Personne aînée")
        #expect(french.format(.phone) == "Par téléphone" && english.format(.inPerson) == "In person")
    }
}
