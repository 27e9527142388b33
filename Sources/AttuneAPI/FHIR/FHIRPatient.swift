import Clinic
import Referrals

extension FHIRReader {
    private static let patientElements = [
        "resourceType", "id", "meta", "implicitRules", "language", "text", "contained", "identifier", "active", "name", "telecom",
        "gender", "birthDate", "deceasedBoolean", "deceasedDateTime", "address", "maritalStatus", "multipleBirthBoolean",
        "multipleBirthInteger", "photo", "contact", "communication", "generalPractitioner", "managingOrganization", "link",
    ]

    /// Who is to be seen. What a sender knows of ways to reach somebody is kept and is not safe: only the client says what is.
    mutating func read(_ patient: FHIRNode, into form: inout ReferralForm) {
        check(patient, knows: Self.patientElements)
        if patient["active"] != nil, patient.json["active"] != .bool(true) {
            faults.add("\(patient.path).active", "patient_inactive", "This patient's record is not in use. Send the one that is.")
        }
        if patient["deceasedDateTime"] != nil
            || (patient["deceasedBoolean"] != nil && patient.json["deceasedBoolean"] != .bool(false))
        {
            faults.add(
                "\(patient.path).deceased", "patient_deceased",
                "This patient is recorded as having died. Check whom the request is about.")
        }
        for link in patient.items("link") where link.text("type") == "replaced-by" {
            faults.add("\(link.path).type", "patient_replaced", "Another record stands for this patient now. Send that one.")
        }
        names(patient, into: &form)
        form.birthDate = patient.text("birthDate")
        if let date = form.birthDate, date.utf8.count != 10 {
            faults.add("\(patient.path).birthDate", "date", "Send the whole date, such as 1990-04-02, or none.")
        }
        for telecom in patient.items("telecom") where telecom.text("use") != "old" {
            guard let value = telecom.text("value") else { continue }
            switch telecom.text("system") {
            case "email": form.email = form.email ?? value
            case "phone", "sms": form.phone = form.phone ?? value
            default: break
            }
        }
        let languages = patient.items("communication")
        let chosen = languages.first { $0.json["preferred"] == .bool(true) } ?? languages.first
        form.language = chosen?["language"]?.items("coding").lazy.compactMap { $0.text("code") }.first
        // A province alone says enough in Canada; anything else is left for a person.
        if let address = patient.items("address").first(where: { $0.text("use") != "old" }),
            ["CA", "CAN", "CANADA", nil].contains(address.text("country")?.uppercased()),
            let state = address.text("state"), state.utf8.count == 2
        {
            form.jurisdiction = state
        }
    }

    private mutating func names(_ patient: FHIRNode, into form: inout ReferralForm) {
        let names = patient.items("name").filter { !["old", "maiden"].contains($0.text("use") ?? "") }
        let legal = names.first { $0.text("use") == "official" } ?? names.first { $0.text("use") != "nickname" }
        guard let full = legal.flatMap(Self.written), !full.isEmpty else {
            faults.add(
                "\(patient.path).name", "missing", "A name is missing. Send one with a text, or with family and given names.")
            return
        }
        form.fullName = full
        form.preferredName = (names.first { $0.text("use") == "nickname" }).flatMap(Self.written)
    }

    private static func written(_ name: FHIRNode) -> String? {
        if let text = name.text("text") { return text }
        guard case .array(let given)? = name.json["given"] else { return name.text("family") }
        let parts =
            given.compactMap { item in if case .string(let text) = item { text } else { nil } }
            + [name.text("family")].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
