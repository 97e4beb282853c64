-- Adds the words of subscribers, accounts and applications that are newer than these marks; counts of known ones grow.
-- Reads the new rows alone. Whoever calls it holds the lock of note_words.
WITH told AS (
    SELECT 1 AS kind, word, ndoc
      FROM ts_stat(format('SELECT search_words(name) FROM subscribers_subscriber WHERE id > %%s', %(subscriber)s::bigint))
    UNION ALL
    SELECT 1, word, ndoc
      FROM ts_stat(format('SELECT search_words(name || '' '' || organisation) FROM connections_application
                            WHERE created_at > %%L', %(application)s::timestamptz))
    UNION ALL
    SELECT CASE WHEN word LIKE '@%%' THEN 3 ELSE 2 END, ltrim(word, '@'), ndoc
      FROM ts_stat(format('SELECT search_place(city, street, house, building, apartment, dormitory, room)
                             FROM subscribers_contract WHERE account_id > %%s
                           UNION ALL
                           SELECT search_place(city, street || '' '' || address, house, building, apartment, dormitory,
                                               room)
                             FROM connections_application WHERE created_at > %%L',
                          %(account)s::bigint, %(application)s::timestamptz))
     WHERE word !~ '^[#.]'
), counted AS MATERIALIZED (
    SELECT word COLLATE "C" AS word, kind, sum(ndoc) AS uses FROM told WHERE length(word) > 1 GROUP BY 1, 2
)
INSERT INTO search_word AS known (word, kind, uses)
SELECT word, kind, uses FROM counted
    ON CONFLICT (word, kind) DO UPDATE SET uses = known.uses + excluded.uses
