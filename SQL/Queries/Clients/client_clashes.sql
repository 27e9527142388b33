-- What a merge of two files would meet, each with how often; no row where it would not.
-- $1 client uuid, $2 other client uuid
-- sent: lane
SELECT code, number FROM (
    SELECT 'kept_apart_from_each_other' AS code, count(*) AS number FROM kept_apart
     WHERE one_id = least($1::uuid, $2::uuid) AND other_id = greatest($1::uuid, $2::uuid)
    UNION ALL
    SELECT 'birth_dates_differ', count(*) FROM client a, client b WHERE a.id = $1 AND b.id = $2 AND a.birth_date <> b.birth_date
    UNION ALL
    SELECT 'kinds_differ', count(*) FROM client a, client b WHERE a.id = $1 AND b.id = $2 AND a.kind <> b.kind
    UNION ALL
    SELECT 'appointments_overlap', count(*) FROM appointment a JOIN appointment b ON a.during && b.during
     WHERE a.client_id = $1 AND b.client_id = $2
       AND a.status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') AND b.status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled')
    UNION ALL
    SELECT 'same_therapist_cares_for_both', count(*) FROM care_relationship a
      JOIN care_relationship b ON b.therapist_id = a.therapist_id AND b.kind = a.kind AND a.during && b.during
     WHERE a.client_id = $1 AND b.client_id = $2
    UNION ALL
    SELECT 'two_therapists_care_now', count(*) FROM care_relationship a
      JOIN care_relationship b ON b.therapist_id <> a.therapist_id AND b.kind = 'primary' AND a.kind = 'primary'
     WHERE a.client_id = $1 AND b.client_id = $2 AND a.during @> now() AND b.during @> now()
    UNION ALL
    SELECT 'places_with_one_therapist', count(*) FROM caseload_place a JOIN caseload_place b ON b.therapist_id = a.therapist_id
     WHERE a.client_id = $1 AND b.client_id = $2 AND a.status IN ('held', 'taken') AND b.status IN ('held', 'taken')
    UNION ALL
    SELECT 'same_consent_twice', count(*) FROM consent a JOIN consent b ON b.kind = a.kind
     WHERE a.client_id = $1 AND b.client_id = $2 AND a.revoked_at IS NULL AND b.revoked_at IS NULL
    UNION ALL
    SELECT 'both_have_an_open_referral', count(*) FROM referral a, referral b
     WHERE a.client_id = $1 AND b.client_id = $2 AND a.status IN ('draft', 'active', 'on-hold') AND b.status IN ('draft', 'active', 'on-hold')
    UNION ALL
    SELECT 'kept_apart_from_somebody', count(*) FROM kept_apart
     WHERE during @> now() AND (one_id IN ($1, $2) OR other_id IN ($1, $2))
       AND NOT (one_id = least($1::uuid, $2::uuid) AND other_id = greatest($1::uuid, $2::uuid))) AS clash
 WHERE number > 0 ORDER BY code;
