import Access
import Database
import TestKit
import Testing

/// Every column that holds readable text, with why it is not sealed. A new one fails here until somebody has said so, or has sealed it
/// (`SealedColumn`) and made it bytes. ARCHITECTURE, "Secret text", tells the same in a paragraph.
@Suite("Text that stays readable in the database")
struct PlainTextTests {
    private enum Why: String {
        /// One of some words that a constraint or the vocabulary knows; matching, lists and rules read it.
        case code
        /// Made by Attune: references, explanations out of codes, labels of commands.
        case ours
        /// What a person is called, and in which language, where: lists are sorted by it and the front desk works with it.
        case who
        /// Another system's own number, by which a file is found again.
        case number
        /// About who works here, what the clinic offers, or its articles: no client is in it.
        case clinic
        /// Seen by whoever the message reaches, so neutral by rule; what the client asked to be called by.
        case neutral
        /// The time zone of a place or a promise.
        case zone
        /// An HMAC, a password's hash, or the like, as text.
        case hash
    }

    private static let columns: [String: [String: Why]] = [
        "access_request": ["answer": .code],
        "access_token": ["label": .clinic, "role": .code, "scope": .code],
        "allocation": [
            "certificate": .ours, "decided_as": .code, "gap": .ours, "mode": .code, "policy_version": .ours, "reference": .ours,
            "status": .code, "urgency": .code,
        ],
        "allocation_edit": ["kind": .code, "made_as": .code],
        "allocation_line": ["format": .code, "urgency": .code, "waits": .code],
        "appointment": ["format": .code, "reference": .ours, "status": .code, "zone": .zone],
        "article": ["audience": .code, "slug": .clinic, "status": .code],
        "article_concept": ["concept_code": .code],
        "article_image": ["alt": .clinic, "source": .clinic],
        "article_link": ["kind": .code, "label": .clinic, "target": .clinic],
        "article_piece": ["items": .clinic, "kind": .code, "label": .clinic, "words": .clinic],
        "article_prompt": ["examples": .clinic, "items": .clinic, "kind": .code, "words": .clinic],
        "article_section": ["heading": .clinic, "kind": .code, "themes": .clinic],
        "article_version": ["language": .code, "source": .clinic, "source_kind": .code, "title": .clinic],
        "article_withdrawal": ["reason": .clinic],
        "assessment": ["entered_as": .code, "instrument": .code],
        "audit": [
            "action": .code, "details": .ours, "door": .code, "fields": .code, "operation": .ours, "purpose": .code,
            "role": .code, "through": .code,
        ],
        "care_relationship": ["kind": .code],
        "caseload_place": ["status": .code],
        "client": [
            "full_name": .who, "jurisdiction": .code, "kind": .code, "language": .code, "preferred_name": .who,
            "pronouns": .who, "reference": .ours, "source_key": .number, "status": .code, "zone": .zone,
        ],
        "client_key": ["class": .code, "purpose": .code, "wrapped_by": .ours],
        "concept": [
            "broader": .code, "code": .code, "external": .clinic, "label_en": .clinic, "label_fr": .clinic,
            "replaced_by": .code, "status": .code,
        ],
        "concept_merge": ["code": .code, "heir": .code, "merged_as": .code, "rewritten": .ours],
        "concept_synonym": ["concept_code": .code, "language": .code, "words": .clinic],
        "consent": ["basis": .code, "kind": .code],
        "contact_point": ["channel": .code, "sender_label": .neutral, "wording": .code],
        "correction": ["decided_as": .code, "decision": .code, "field": .code],
        "credential": ["issuer": .clinic, "jurisdiction": .code, "kind": .clinic, "number": .clinic],
        "destruction_certificate": ["asked_as": .code, "class": .code, "confirmed_as": .code, "rows": .ours],
        "destruction_request": ["asked_as": .code, "confirmed_as": .code],
        "early_check": ["answer": .code, "answered_as": .code],
        "external_service": [
            "concepts": .code, "contact": .clinic, "funding": .code, "kind": .code, "languages": .code, "name": .clinic,
            "region": .clinic, "status": .code,
        ],
        "handout": ["status": .code],
        "idempotency": ["fields": .code, "headers": .ours, "key": .ours],
        "kept_apart": ["kind": .code],
        "key_check": ["name": .ours, "purpose": .code],
        "match_input": ["policy_version": .ours],
        "matching_policy": [
            "adopted_as": .code, "signed_off_by": .clinic, "text": .clinic, "version": .ours,
        ],
        "message": ["kind": .code, "language": .code, "last_error": .code, "status": .code, "subject": .neutral],
        "pattern_sign_off": ["clinician": .clinic, "signed_as": .code, "version": .ours],
        "proposal": [
            "decided_as": .code, "decline_code": .code, "declined_by": .code, "explanation": .ours, "policy_version": .ours,
            "status": .code,
        ],
        "referral": [
            "funding": .code, "intensity": .code, "kind": .code, "reference": .ours, "safety_reason": .code, "source": .code,
            "source_key": .number, "status": .code, "urgency": .code,
        ],
        // Which colleague looks after it: who works here.
        "referral_claim": ["claimed_as": .code, "name": .clinic, "taken_from_name": .clinic],
        "referral_concern": ["concept_code": .code],
        // Names the item that could not be read, never its words.
        "referral_doubt": ["code": .code, "field": .code, "message": .ours],
        "referral_ending": ["decided_as": .code, "outcome": .code],
        "referral_need": ["importance": .code, "kind": .code, "value": .code],
        "referral_out": ["decided_as": .code, "fields": .code, "how": .code, "status": .code],
        "rematch": ["decided_as": .code],
        "retention_rule": ["class": .code],
        "room": ["code": .clinic, "name": .clinic],
        "safety_task": ["acknowledged_as": .code, "cleared_as": .code, "reason": .code],
        // About a therapist's day, with no client to seal it for; the command that takes it says so.
        "schedule_exception": ["formats": .code, "kind": .code, "note": .clinic],
        "schema_migration": ["checksum": .hash, "name": .ours],
        "service": ["code": .clinic, "formats": .code, "name": .clinic, "status": .code],
        "site": ["address": .clinic, "code": .clinic, "name": .clinic, "zone": .zone],
        "specialty": ["concept_code": .code, "verified_by": .clinic],
        "staff": ["display_name": .clinic, "email": .clinic, "role": .code, "status": .code],
        "staff_invitation": ["password_hash": .hash],
        "staff_secret": ["password_hash": .hash],
        "staff_session": ["door": .code],
        "therapist": [
            "client_kinds": .code, "display_name": .clinic, "formats": .code, "funding": .code, "gender": .code,
            "languages": .code, "modalities": .code, "profile": .clinic, "pronouns": .clinic, "published": .code,
            "reference": .ours, "slug": .clinic, "status": .code, "supervised_by": .clinic, "zone": .zone,
        ],
        "triage": ["decided_as": .code, "urgency": .code],
        "wait_target": ["level": .code],
        "weekly_hours": ["formats": .code],
    ]

    @Test("has a reason for each column; every other word about a client is sealed")
    func reasons() async throws {
        let clinic = try await TestClinic.open()
        let found = Set(
            try await clinic.database.owner.query(Self.textColumns()).map { row throws(DatabaseError) in
                "\(try row.next(String.self)).\(try row.next(String.self))"
            })
        let listed = Set(Self.columns.flatMap { table, columns in columns.keys.map { "\(table).\($0)" } })
        for column in found.subtracting(listed).sorted() {
            Issue.record("\(column) is text that anybody reads who has the disk: seal it, or say here why not")
        }
        for column in listed.subtracting(found).sorted() { Issue.record("\(column) is listed here and is not there as text") }
        #expect(listed.isDisjoint(with: SealedColumn.allCases.map(\.rawValue)))
        await clinic.close()
    }

    @Test("of a client it is what they are called and other systems' numbers, and no table has more of it")
    func about() {
        let plain = Self.columns.flatMap { table, columns in
            columns.filter { $0.value == .who || $0.value == .number }.map { "\(table).\($0.key)" }
        }
        #expect(
            Set(plain) == [
                "client.full_name", "client.preferred_name", "client.pronouns", "client.source_key", "referral.source_key",
            ])
    }

    /// Text, JSON, and arrays and domains of them.
    private static let textColumns = Statement(
        "PlainTextTests/columns", sent: .lease,
        """
        SELECT t.relname::text, a.attname::text
          FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid JOIN pg_type y ON y.oid = a.atttypid
          LEFT JOIN pg_type e ON e.oid = y.typelem AND y.typcategory = 'A'
         WHERE t.relkind IN ('r', 'p') AND t.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
           AND (coalesce(e.typcategory, y.typcategory) = 'S' OR coalesce(e.typname, y.typname) IN ('json', 'jsonb', 'xml', 'hstore', 'tsvector'))
        """)
}
