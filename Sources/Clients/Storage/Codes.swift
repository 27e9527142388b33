public import Database

// How this domain's words travel to the database and back.
extension ClientStatus: DatabaseValue {}
extension ContactPoint.Channel: DatabaseValue {}
extension ContactSafety.Wording: DatabaseValue {}
extension Consent.Kind: DatabaseValue {}
extension Consent.Basis: DatabaseValue {}
extension KeptApart.Kind: DatabaseValue {}
extension CareGrant.Kind: DatabaseValue {}
