-- Keeps refused pushes of a rail until there are as many as 24 hours may have: anybody can send them. No locks: batches
-- that are written at once may each keep some more. Costs a look, for each rail, at no more rows of the index
-- refused_pushes than may be.
WITH said AS (
    SELECT *, row_number() OVER (PARTITION BY rail ORDER BY place) AS rank
      FROM unnest(%(ids)s::uuid[], %(rails)s::text[], %(directions)s::text[], %(numbers)s::text[], %(contents)s::text[],
                  %(verdicts)s::text[])
           WITH ORDINALITY AS one (id, rail, direction, order_number, content, verdict, place)
), kept AS MATERIALIZED (
    SELECT rail, (SELECT count(*)
                    FROM (SELECT FROM payments_rawmessage AS message
                           WHERE message.rail = rails.rail AND message.at > %(since)s::timestamptz
                             AND message.direction = 'push' AND message.verdict LIKE 'refused%%'
                           LIMIT %(most)s::int) AS enough) AS count
      FROM (SELECT DISTINCT rail FROM said) AS rails
)
INSERT INTO payments_rawmessage (id, rail, direction, order_number, at, content, verdict)
SELECT id, rail, direction, order_number, %(at)s::timestamptz, content, verdict
  FROM said JOIN kept USING (rail)
 WHERE rank + kept.count <= %(most)s::int
