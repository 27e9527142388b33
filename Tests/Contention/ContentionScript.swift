internal import Clinic
internal import Database
internal import TestKit

/// Run by a superuser of a throwaway database: the application may do none of this.
enum ContentionScript {
    /// Specialties, and two triggers that note what a therapist has whenever a place or an hour of hers is held.
    static let founding = """
        INSERT INTO concept (code, label_en) VALUES ('cptsd', 'Complex trauma');
        INSERT INTO specialty (therapist_id, concept_code, level, focus, verified_by, verified_on)
        SELECT id, 'cptsd', 3, true, 'Test College', '2025-01-01' FROM therapist;
        CREATE TABLE noted_place (over_places boolean NOT NULL, over_intense boolean NOT NULL, places int NOT NULL);
        CREATE TABLE noted_hour (clashes int NOT NULL);
        CREATE FUNCTION note_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
            BEGIN
                INSERT INTO noted_place
                SELECT p.places > t.capacity, p.intense > t.intense_capacity, p.places
                  FROM therapist t, LATERAL (
                       SELECT count(*) AS places, count(*) FILTER (WHERE intense) AS intense FROM caseload_place
                        WHERE therapist_id = t.id AND status IN ('held', 'taken')) p
                 WHERE t.id = NEW.therapist_id;
                RETURN NULL;
            END $$;
        CREATE TRIGGER noted AFTER INSERT ON caseload_place FOR EACH ROW EXECUTE FUNCTION note_place();
        CREATE FUNCTION note_hour() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
            BEGIN
                INSERT INTO noted_hour
                SELECT count(*) FROM appointment a
                 WHERE a.id <> NEW.id AND a.status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled')
                   AND a.during && NEW.during AND (a.therapist_id = NEW.therapist_id OR a.room_id = NEW.room_id OR a.client_id = NEW.client_id);
                RETURN NULL;
            END $$;
        CREATE TRIGGER noted AFTER INSERT ON appointment FOR EACH ROW EXECUTE FUNCTION note_hour();
        """

    /// $1 how many clients, each with a triaged referral that only one therapist fits; every other one is high-intensity work.
    static let crowd = Statement(
        "Contention/crowd", sent: .lease,
        """
        WITH crowd AS MATERIALIZED (SELECT gen_random_uuid() AS client, gen_random_uuid() AS referral, n - 1 AS n FROM generate_series(1, $1::bigint) n),
             c AS (INSERT INTO client (id, full_name) SELECT client, 'Crowd ' || n FROM crowd),
             r AS (INSERT INTO referral (id, source_key, client_id, source, received_at, status, urgency, matching_consent, intensity)
                   SELECT referral, 'crowd-' || n, client, 'self', now(), 'active', 'soon', true,
                          CASE WHEN n % 2 = 0 THEN 'high' ELSE 'standard' END FROM crowd),
             k AS (INSERT INTO referral_concern (referral_id, concept_code, weight) SELECT referral, 'cptsd', 1000 FROM crowd)
        INSERT INTO referral_need (referral_id, kind, value, importance)
        SELECT referral, 'therapist', CASE WHEN n % 4 < 2 THEN 'amara' ELSE 'tomasz' END, 'must' FROM crowd
        """)

    static let referrals = Statement(
        "Contention/referrals", sent: .lease,
        "SELECT id FROM referral WHERE source_key LIKE 'crowd-%' ORDER BY substr(source_key, 7)::int")

    static let noted = Statement(
        "Contention/noted", sent: .lease,
        """
        SELECT p.*, h.* FROM (SELECT count(*), count(*) FILTER (WHERE over_places), count(*) FILTER (WHERE over_intense),
                                     coalesce(max(places), 0)::bigint FROM noted_place) p,
                             (SELECT count(*), coalesce(sum(clashes), 0)::bigint FROM noted_hour) h
        """)

    static let overfull = Statement(
        "Contention/overfull", sent: .lease,
        """
        WITH place AS (SELECT * FROM caseload_place WHERE status IN ('held', 'taken')),
             hour AS (SELECT * FROM appointment WHERE status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled')),
             open AS (SELECT * FROM proposal WHERE status IN ('proposed', 'therapist-accepted'))
        SELECT (SELECT count(*) FROM therapist t WHERE t.capacity < (SELECT count(*) FROM place p WHERE p.therapist_id = t.id)),
               (SELECT count(*) FROM therapist t
                 WHERE t.intense_capacity < (SELECT count(*) FROM place p WHERE p.therapist_id = t.id AND p.intense)),
               (SELECT count(*) FROM hour a JOIN hour b ON a.id < b.id AND a.during && b.during
                   AND (a.therapist_id = b.therapist_id OR a.room_id = b.room_id OR a.client_id = b.client_id)),
               (SELECT count(*) FROM place p WHERE NOT EXISTS (SELECT FROM open o WHERE o.place_id = p.id))
                 + (SELECT count(*) FROM hour h WHERE NOT EXISTS (SELECT FROM open o WHERE o.appointment_id = h.id))
                 + (SELECT count(*) FROM open o WHERE NOT EXISTS (SELECT FROM place p WHERE p.id = o.place_id)
                                                   OR NOT EXISTS (SELECT FROM hour h WHERE h.id = o.appointment_id))
        """)
}
