-- $1 id uuid
-- sent: lane
SELECT id, reference, status, service_id, mode, urgency, answer_hours, policy_version, as_of, total_fit, lowest_fit, tenth_fit, envious_pairs,
       stability_price, gini, set_aside, proven, gap, certificate, decided_by, decided_as, applied_at, created_at, version
  FROM allocation WHERE id = $1;
