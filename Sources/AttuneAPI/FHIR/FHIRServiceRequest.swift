import Clinic
import Referrals
import Therapists

extension FHIRReader {
    private static let requestElements = [
        "resourceType", "id", "meta", "implicitRules", "language", "text", "contained", "identifier", "instantiatesCanonical",
        "instantiatesUri", "basedOn", "replaces", "requisition", "status", "intent", "category", "priority", "doNotPerform",
        "code",
        "orderDetail", "quantityQuantity", "quantityRatio", "quantityRange", "subject", "encounter", "occurrenceDateTime",
        "occurrencePeriod", "occurrenceTiming", "asNeededBoolean", "asNeededCodeableConcept", "authoredOn", "requester",
        "performerType", "performer", "locationCode", "locationReference", "reasonCode", "reasonReference", "insurance",
        "supportingInfo", "specimen", "bodySite", "note", "patientInstruction", "relevantHistory",
    ]

    /// Nil where it cannot be read; why is among the faults.
    mutating func request(_ node: FHIRNode, patients: [String: FHIRNode]) -> FHIRBundle.Request? {
        check(node, knows: Self.requestElements)
        let before = faults.all.count
        var form = ReferralForm()
        var notes: [FHIRFault] = []
        form.reference = identifier(node)
        if node.text("status") != "active" {
            faults.add("\(node.path).status", "status", "Only a request that is active is taken in. Send it once it is.")
        }
        if !["order", "original-order", "proposal", "plan"].contains(node.text("intent") ?? "") {
            faults.add("\(node.path).intent", "intent", "Send a request whose intent is order, original-order, proposal or plan.")
        }
        if node["doNotPerform"] != nil, node.json["doNotPerform"] != .bool(false) {
            faults.add(
                "\(node.path).doNotPerform", "do_not_perform", "This asks that somebody is not seen. Write to the clinic instead."
            )
        }
        let flags = priority(node, &notes)
        form.source = source(node)
        form.receivedOn = node.text("authoredOn").map { String($0.prefix(10)) }
        concerns(node, into: &form, &notes)
        let words = node.items("note").compactMap { $0.text("text") } + (node.text("patientInstruction").map { [$0] } ?? [])
        if !words.isEmpty { form.narrative = words.joined(separator: "\n\n") }
        if let reference = node["subject"]?.text("reference"), let patient = patients[reference] {
            read(patient, into: &form)
        } else {
            faults.add(
                "\(node.path).subject.reference", "no_patient",
                "This patient is not in the bundle. Send the Patient along, under the name that stands here.")
        }
        guard faults.all.count == before else { return nil }
        // Whoever asks for another cannot agree for them.
        notes.append(
            FHIRFault(
                expression: node.path, code: "fhir.consent",
                message: "A request carries no consent to matching. Ask the client, and record it."))
        return FHIRBundle.Request(expression: node.path, form: form, flags: flags, notes: notes)
    }

    /// System and value: what makes the same request sent twice one referral.
    private mutating func identifier(_ node: FHIRNode) -> String? {
        for identifier in node.items("identifier") {
            guard let value = identifier.text("value"), !value.isEmpty else { continue }
            let key = (identifier.text("system").map { "\($0)|" } ?? "") + value
            if key.unicodeScalars.count <= 120 { return key }
            faults.add(
                "\(identifier.path).value", "too_long", "System and value together are longer than 120 characters. Shorten them.")
            return nil
        }
        faults.add(
            "\(node.path).identifier", "missing",
            "Without an identifier, the same request sent twice would be two referrals. Add one with a system and a value.")
        return nil
    }

    /// A priority informs whoever triages, and decides nothing; "stat" is never matched: it is handed to a person with a clock.
    private mutating func priority(_ node: FHIRNode, _ notes: inout [FHIRFault]) -> [SafetyFlag] {
        let path = "\(node.path).priority"
        switch node.text("priority") {
        case nil, "routine": return []
        case "stat":
            notes.append(
                FHIRFault(
                    expression: path, code: "fhir.stat_handed_off",
                    message:
                        "Stat is never matched by software: it is on a safety hold, and a person is told. Call the clinic now; call 911 "
                        + "where somebody is in danger."))
            return [.stat]
        case "urgent", "asap":
            notes.append(
                FHIRFault(
                    expression: path, code: "fhir.priority",
                    message: "The sender's priority is for whoever triages; it sets no urgency. Look at this one early."))
            return []
        default:
            faults.add(path, "priority", "Priorities are routine, urgent, asap and stat.")
            return []
        }
    }

    private func source(_ node: FHIRNode) -> String {
        let requester = node["requester"]
        switch requester?.text("type") ?? requester?.text("reference").map({ String($0.prefix { $0 != "/" }) }) {
        case "Practitioner", "PractitionerRole": return "physician"
        case "Organization": return "agency"
        case "Patient": return "self"
        default: return "other"
        }
    }

    // MARK: Concerns

    /// The systems that the vocabulary's concepts have codes in.
    private static let systems = [
        "http://id.who.int/icd/release/11/mms": "icd11", "http://terminology.hl7.org/CodeSystem/service-type": "service_type",
    ]

    /// Reasons first, since they say what is the matter; then what was ordered.
    private mutating func concerns(_ node: FHIRNode, into form: inout ReferralForm, _ notes: inout [FHIRFault]) {
        for concept in node.items("reasonCode") + (node["code"].map { [$0] } ?? []) {
            var isRead = false
            for coding in concept.items("coding") {
                guard let system = coding.text("system"), let key = Self.systems[system], let code = coding.text("code") else {
                    continue
                }
                isRead = true
                add(code, key, coding, into: &form, &notes)
            }
            if isRead { continue }
            if let words = concept.text("text") ?? concept.items("coding").lazy.compactMap({ $0.text("display") }).first {
                form.concerns.append(words)
            } else if !concept.items("coding").isEmpty {
                faults.add(
                    "\(concept.path).coding[0].system", "unknown_system",
                    "This code system is not known here, and no words stand beside it. Send ICD-11, HL7 service-type, or a text.")
            }
        }
    }

    private mutating func add(
        _ code: String, _ key: String, _ coding: FHIRNode, into form: inout ReferralForm, _ notes: inout [FHIRFault]
    ) {
        let active = vocabulary.concepts.filter { $0.status == .active }
        let found = active.filter { $0.external[key] == code }
        if let only = found.first, found.count == 1 {
            if !form.concerns.contains(only.code) { form.concerns.append(only.code) }
        } else if !found.isEmpty {
            notes.append(
                FHIRFault(
                    expression: "\(coding.path).code", code: "fhir.code_ambiguous",
                    message: "This code may mean \(found.map(\.code).joined(separator: " or ")). Choose one."))
        } else {
            let codes = active.compactMap { $0.external[key] }
            let near = nearest(to: code, among: codes) ?? codes.filter { code.hasPrefix($0) }.max { $0.count < $1.count }
            let hint =
                near.map { near in
                    "Was \(near) (\(active.filter { $0.external[key] == near }.map(\.code).joined(separator: ", "))) meant?"
                } ?? "Send a text beside it, or the nearest one that the vocabulary has."
            faults.add("\(coding.path).code", "unknown_code", "The vocabulary has no concept with this code. \(hint)")
        }
    }
}
