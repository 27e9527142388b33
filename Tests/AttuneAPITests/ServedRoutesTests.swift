import Clinic
import Testing

@testable import AttuneAPI

@Suite("What a clinic has switched off")
struct ServedRoutesTests {
    @Test("is not there: the answer is the one of a path that never was, for each method, and the document does not know it")
    func absent() async throws {
        var clinic = ClinicSettings()
        clinic.hasDirectory = false
        clinic.takesSelfReferrals = false
        try await APIHarness.with(routes: RouteTable.served(clinic)) { api in
            let nothing = try await api.request("GET", "/never-was", as: nil)
            #expect(nothing.status == 404)
            for path in ["/directory", "/v1/directory", "/directory/amara-okafor.vcf", "/refer", "/refer?lang=fr"] {
                for method in ["GET", "POST", "OPTIONS", "HEAD"] {
                    let answer = try await api.request(method, path, as: nil)
                    #expect(answer.status == 404, "\(method) \(path)")
                }
                #expect(try await api.request("GET", path, as: nil).code == nothing.code)
            }
            let document = try await api.get("/openapi.json", as: nil).text
            #expect(!document.contains("/v1/directory") && !document.contains("\"/refer\""))
            #expect(try await api.get("/v1/therapists").status == 200)
        }
    }

    @Test("is one or the other, as the clinic chose; both are there unless it chose")
    func eachAlone() {
        var clinic = ClinicSettings()
        #expect(RouteTable.served(clinic).count == RouteTable.all.count)
        clinic.hasDirectory = false
        let paths = RouteTable.served(clinic).map(\.path)
        #expect(paths.contains("/refer") && !paths.contains { $0.contains("directory") })
        clinic.hasDirectory = true
        clinic.takesSelfReferrals = false
        let others = RouteTable.served(clinic).map(\.path)
        #expect(!others.contains("/refer") && others.contains("/v1/directory"))
    }
}
