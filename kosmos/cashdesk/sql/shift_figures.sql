-- A shift in sums of its own rows: receipts, those of them that are voided, and moves by kind. Locks nothing; costs the
-- shift's rows, by their indexes.
SELECT (SELECT count(*) FROM cashdesk_receipt WHERE shift_id = %(shift)s),
       (SELECT coalesce(sum(amount_kopecks), 0)::bigint FROM cashdesk_receipt WHERE shift_id = %(shift)s),
       count(*) FILTER (WHERE kind = 'void'),
       coalesce(sum(kopecks) FILTER (WHERE kind = 'void'), 0)::bigint,
       coalesce(sum(kopecks) FILTER (WHERE kind = 'float'), 0)::bigint,
       coalesce(sum(kopecks) FILTER (WHERE kind = 'handed_over'), 0)::bigint,
       coalesce(sum(kopecks) FILTER (WHERE kind = 'shortage'), 0)::bigint,
       coalesce(sum(kopecks) FILTER (WHERE kind = 'surplus'), 0)::bigint,
       coalesce(sum(kopecks) FILTER (WHERE kind = 'closing'), 0)::bigint
  FROM (
        SELECT kind, amount_kopecks AS kopecks FROM cashdesk_cashmove WHERE shift_id = %(shift)s
         UNION ALL
        SELECT 'void', amount_kopecks
          FROM cashdesk_receipt AS receipt
          JOIN cashdesk_voidrequest AS void ON void.receipt_id = receipt.id AND void.state = 'approved'
         WHERE shift_id = %(shift)s
       ) AS moved
