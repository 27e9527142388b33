extension RouteTable {
    /// What this clinic serves. What it has switched off is not refused, it is not there: no method, no line of the document, the same 404 as
    /// for any path that never was.
    static func served(_ clinic: ClinicSettings) -> [Route] {
        var absent: Set<String> = []
        if !clinic.hasDirectory { absent.formUnion(directory.map(\.operation)) }
        if !clinic.takesSelfReferrals { absent.formUnion(refer.map(\.operation)) }
        return absent.isEmpty ? all : all.filter { !absent.contains($0.operation) }
    }
}
