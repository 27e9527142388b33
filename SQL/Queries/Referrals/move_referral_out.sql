-- $1 id uuid, $2 status text, $3 how text?, $4 check on date? (both NULL: as they are)
UPDATE referral_out
   SET status = $2, how = coalesce($3, how), check_on = coalesce($4, check_on),
       sent_at = CASE WHEN $2 = 'sent' THEN now() ELSE sent_at END
 WHERE id = $1;
