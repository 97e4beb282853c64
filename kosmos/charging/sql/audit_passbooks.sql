-- The passbook's laws (rulebook 2), for a range of accounts: the balance is the sum of the postings, they are numbered
-- 1, 2, 3 … without gaps up to the account's last number, days follow each other, none is ahead of the account, and
-- every posting is an account's. The first row, without a code, says how many accounts and postings were looked at,
-- and what all balances were when the closed days ended. Locks nothing; costs one pass and a sort of the range's postings.
WITH line AS (
    SELECT account_id, number, amount_kopecks, posted_on,
           lag(number, 1, 0) OVER passbook AS number_before, lag(posted_on) OVER passbook AS posted_before
      FROM ledger_posting
     WHERE account_id BETWEEN %(low)s AND %(high)s
    WINDOW passbook AS (PARTITION BY account_id ORDER BY number, posted_on)
), book AS (
    SELECT account_id, count(*) AS lines, max(number) AS last, sum(amount_kopecks)::bigint AS total,
           min(number) FILTER (WHERE number <> number_before + 1) AS gap_at,
           min(number) FILTER (WHERE posted_on < posted_before) AS earlier_at,
           max(posted_on) AS last_on,
           coalesce(sum(amount_kopecks) FILTER (WHERE posted_on > %(closed)s::date), 0) AS since_closed
      FROM line
     GROUP BY account_id
), account AS MATERIALIZED (
    SELECT coalesce(id, account_id) AS account_id, id IS NOT NULL AS known, balance_kopecks, last_number, open_through_on,
           coalesce(lines, 0) AS lines, coalesce(last, 0) AS last, coalesce(total, 0) AS total, gap_at, earlier_at,
           last_on, since_closed
      FROM (SELECT * FROM ledger_account WHERE id BETWEEN %(low)s AND %(high)s) AS account
      FULL JOIN book ON account_id = id
), suspect AS (
    SELECT * FROM account
     WHERE NOT known OR balance_kopecks <> total OR last_number <> last OR lines <> last OR gap_at IS NOT NULL
        OR earlier_at IS NOT NULL OR last_on > open_through_on
)
SELECT NULL AS code, NULL::bigint AS account_id, NULL::int AS number, NULL::date AS day,
       jsonb_build_object('accounts', count(*) FILTER (WHERE known), 'postings', sum(lines),
                          'closed_kopecks', sum(coalesce(balance_kopecks, 0) - coalesce(since_closed, 0))) AS figures
  FROM account
 UNION ALL
SELECT found.code, account_id, found.number, found.day, found.figures
  FROM suspect
 CROSS JOIN LATERAL (VALUES
    ('unknown_account', NOT known, NULL::int, NULL::date, jsonb_build_object('postings', lines, 'account_id', account_id)),
    ('balance', balance_kopecks <> total, NULL, NULL,
     jsonb_build_object('balance_kopecks', balance_kopecks, 'postings_kopecks', total)),
    ('last_number', last_number <> last OR known AND lines <> last, NULL, NULL,
     jsonb_build_object('last_number', last_number, 'highest', last, 'postings', lines)),
    ('number_gap', gap_at IS NOT NULL, gap_at, NULL, '{}'),
    ('day_order', earlier_at IS NOT NULL, earlier_at, NULL, '{}'),
    ('posted_ahead', last_on > open_through_on, NULL, last_on, jsonb_build_object('open_through_on', open_through_on))
 ) AS found (code, wrong, number, day, figures)
 WHERE found.wrong
