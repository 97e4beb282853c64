-- Which account and which subscriber each row is about. A new account has its place among the new ones in
-- account_rank, a new subscriber in login_rank; is_first marks the first row of a login. Reads only.
CREATE TEMPORARY TABLE loading_target ON COMMIT DROP AS
SELECT staged.line,
       number.account_id,
       CASE WHEN number.account_id IS NULL
            THEN row_number() OVER (PARTITION BY number.account_id IS NULL ORDER BY staged.line) END AS account_rank,
       sign_in.id AS sign_in_id,
       subscriber.id AS subscriber_id,
       CASE WHEN sign_in.id IS NULL
            THEN dense_rank() OVER (PARTITION BY sign_in.id IS NULL ORDER BY lower(staged.login)) END AS login_rank,
       row_number() OVER (PARTITION BY lower(staged.login) ORDER BY staged.line) = 1 AS is_first
  FROM loading_row staged
  LEFT JOIN ledger_accountnumber number ON number.number = staged.account
  LEFT JOIN subscribers_signin sign_in ON lower(sign_in.login) = lower(staged.login)
  LEFT JOIN subscribers_subscriber subscriber ON subscriber.sign_in_id = sign_in.id
