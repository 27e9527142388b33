-- $1 referral uuid, $2 kinds text[], $3 values text[], $4 importances text[] ('must', 'wish')
INSERT INTO referral_need (referral_id, kind, value, importance)
SELECT $1, kind, value, importance FROM unnest($2::text[], $3::text[], $4::text[]) AS given (kind, value, importance)
ON CONFLICT DO NOTHING;
