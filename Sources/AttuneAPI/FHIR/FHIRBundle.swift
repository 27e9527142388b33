import Clinic
public import Referrals
public import Therapists

/// Referrals as another system sends them: a FHIR R4 Bundle with ServiceRequests and their Patients.
///
/// Strict, since a referral that is half understood is worse than one that comes back: a bundle is read whole or not at all, unknown
/// elements and modifiers are faults, and each fault says where by its FHIRPath.
public struct FHIRBundle: Sendable {
    /// One ServiceRequest with its patient, ready to be checked like any other form.
    public struct Request: Sendable {
        /// Where its ServiceRequest stands.
        public let expression: String
        public let form: ReferralForm
        /// Flags that are no words of a form: `stat`.
        public let flags: [SafetyFlag]
        /// For a person to look at, by FHIRPath.
        public let notes: [FHIRFault]
    }

    /// In the order of the bundle.
    public let requests: [Request]

    /// - Parameter limit: ServiceRequests at most.
    /// - Throws: ``UnreadableBundle``: everything that is wrong with it.
    public init(_ bytes: [UInt8], vocabulary: Vocabulary, limit: Int = 500) throws(UnreadableBundle) {
        let json: JSON
        do throws(JSONError) {
            json = try JSONReader.read(bytes)
        } catch {
            throw UnreadableBundle(faults: [
                FHIRFault(expression: "Bundle", code: error.wording.code, message: error.wording.message)
            ])
        }
        var reader = FHIRReader(vocabulary: vocabulary)
        requests = reader.bundle(FHIRNode(json: json, path: "Bundle"), limit: limit)
        if !reader.faults.all.isEmpty { throw UnreadableBundle(faults: reader.faults.all) }
    }
}

/// A bundle that cannot be used: every fault that it has.
public struct UnreadableBundle: Error, Sendable, Hashable {
    public let faults: [FHIRFault]
}

/// Reads the envelope: which entries there are, and which patient each request is about.
struct FHIRReader {
    let vocabulary: Vocabulary
    var faults = FHIRFaults()

    /// What a sender adds for context and nobody here reads.
    private static let unread: Set<String> = ["Practitioner", "PractitionerRole", "Organization", "Location", "Provenance"]

    mutating func bundle(_ node: FHIRNode, limit: Int) -> [FHIRBundle.Request] {
        guard node.text("resourceType") == "Bundle" else {
            faults.add(
                "Bundle.resourceType", "not_a_bundle", "This is no Bundle. Send one with a Patient and a ServiceRequest in it.")
            return []
        }
        faults.refuseModifiers(node)
        check(
            node,
            knows: [
                "resourceType", "id", "meta", "implicitRules", "language", "identifier", "type", "timestamp", "total", "link",
                "entry",
                "signature",
            ])
        if !["transaction", "batch", "collection"].contains(node.text("type") ?? "") {
            faults.add("Bundle.type", "bundle_type", "Send a transaction, a batch or a collection.")
        }
        let entries = node.items("entry")
        var patients: [String: FHIRNode] = [:]
        var requests: [FHIRNode] = []
        for entry in entries {
            check(entry, knows: ["id", "link", "fullUrl", "resource", "search", "request", "response"])
            if let method = entry["request"]?.text("method"), method != "POST", method != "PUT" {
                faults.add("\(entry.path).request.method", "method", "Only what is to be added is read here: POST or PUT.")
            }
            guard let resource = entry["resource"] else {
                faults.add(
                    "\(entry.path).resource", "missing",
                    "An entry without a resource says nothing. Remove it, or add the resource.")
                continue
            }
            switch resource.text("resourceType") {
            case "Patient":
                let names = [entry.text("fullUrl"), resource.text("id").map { "Patient/\($0)" }].compactMap { $0 }
                if names.isEmpty {
                    faults.add("\(entry.path).fullUrl", "missing", "Nothing can refer to this patient. Give the entry a fullUrl.")
                }
                for name in names where patients.updateValue(resource, forKey: name) != nil {
                    faults.add("\(entry.path).fullUrl", "duplicate", "Another entry has the same name. Give each its own.")
                }
            case "ServiceRequest": requests.append(resource)
            case let type? where Self.unread.contains(type): break
            default:
                faults.add(
                    "\(entry.path).resource.resourceType", "unknown_resource",
                    "Patient and ServiceRequest are read here. Send the rest by the way that the clinic has for it.")
            }
        }
        if requests.isEmpty {
            faults.add("Bundle.entry", "no_request", "There is no ServiceRequest in it, so nobody is referred. Add one.")
        }
        if requests.count > limit {
            faults.add("Bundle.entry", "too_many", "At most \(limit) ServiceRequests fit into one bundle. Send several.")
            return []
        }
        var known: Set<String> = []
        return requests.compactMap { request in
            guard let read = self.request(request, patients: patients) else { return nil }
            if let key = read.form.reference, !known.insert(key).inserted {
                faults.add(
                    "\(request.path).identifier", "duplicate",
                    "Another ServiceRequest has the same identifier. Give each its own.")
            }
            return read
        }
    }

    /// Elements that R4 does not have are a mistake of the sender's, and what they say would be lost in silence.
    mutating func check(_ node: FHIRNode, knows names: [String]) {
        for name in node.names where name != "extension" && name != "modifierExtension" {
            let bare = name.hasPrefix("_") ? String(name.dropFirst()) : name
            if names.contains(bare) { continue }
            let hint = nearest(to: bare, among: names).map { "Was \($0) meant?" } ?? "Remove it."
            faults.add("\(node.path).\(name)", "unknown_element", "FHIR R4 has no such element here. \(hint)")
        }
    }
}
