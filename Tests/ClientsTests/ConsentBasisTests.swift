import Access
import Clinic
import Database
import TestKit
import Testing

@testable import Clients

@Suite("On whose right a consent rests")
struct ConsentBasisTests {
    @Test(
        "a minor's own and a court's need somebody who assessed them; the others need nobody: all seven, with and without, in the database too"
    )
    func assessed() async throws {
        let needy: Set<Consent.Basis> = [.matureMinor, .courtOrder]
        let clinic = try await TestClinic.open()
        for basis in Consent.Basis.allCases {
            #expect(basis.needsAssessor == needy.contains(basis), "\(basis)")
            for isAssessed in [true, false] {
                let insert = Statement(
                    "ConsentBasisTests/insert", sent: .lease,
                    """
                    INSERT INTO consent (id, client_id, kind, basis, given_at, revoked_at, assessor)
                    VALUES (gen_random_uuid(), $1, 'treatment', $2, now(), now(), $3)
                    """)
                let bound = insert(TestClinic.robin, basis.rawValue, isAssessed ? TestClinic.id(99) : nil)
                var wasTaken = true
                do {
                    try await clinic.act(as: .intake) { act in
                        _ = try await act.query(bound)
                        try await act.record("test.consented")
                    }
                } catch let error as DatabaseError {
                    wasTaken = false
                    #expect(error.constraint == "consent_basis_assessed", "\(basis)")
                }
                #expect(wasTaken == (isAssessed || !needy.contains(basis)), "\(basis) \(isAssessed)")
            }
        }
        await clinic.close()
    }

    @Test("holds from the moment it was given until it ends or is revoked, whichever comes first")
    func holds() {
        let moments = (0...4).map { Instant.epoch + .hours($0) }
        for (end, revoked) in [(3, nil), (nil, 3), (3, 2), (2, 3), (nil, nil)] as [(Int?, Int?)] {
            let consent = Consent(
                id: Consent.ID(TestClinic.id(1)), kind: .matching, basis: .own, givenAt: moments[1],
                expiresAt: end.map { moments[$0] }, revokedAt: revoked.map { moments[$0] })
            let last = min(end ?? 5, revoked ?? 5)
            for (hour, moment) in moments.enumerated() {
                #expect(consent.holds(at: moment) == (hour >= 1 && hour < last), "\(hour) of \(last)")
            }
        }
    }
}
