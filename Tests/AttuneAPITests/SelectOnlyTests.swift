import Access
import Database
import TestKit
import Testing

@testable import AttuneAPI

/// What a GET asks of the database could be asked by a role that may only read, but for the record that somebody looked: checked by taking
/// every right to write away from the application, all but the audit's.
@Suite("What a GET needs", .serialized)
struct SelectOnlyTests {
    @Test("each GET answers as before when the application may write nothing but the audit")
    func selectOnly() async throws {
        try await AuthorisationClinic.with { clinic in
            let asks = AuthorisationAsks.all(clinic.tokens).filter { $0.isRead && !$0.isHead && $0.expectation == .allowed }
            #expect(Set(asks.map(\.operation)).count >= 15)
            let before = try await clinic.answers(to: asks).map(\.status)
            try await clinic.script(
                """
                DO $$ DECLARE name text; BEGIN
                    FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace LOOP
                        IF name <> 'audit' THEN
                            EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %I FROM attune_app', name);
                        END IF;
                    END LOOP;
                END $$
                """)
            for (index, answer) in try await clinic.answers(to: asks).enumerated() {
                #expect(answer.status == before[index], "\(asks[index].label): \(answer.text.prefix(200))")
            }
        }
    }
}
