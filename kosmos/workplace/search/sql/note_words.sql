-- Makes search_word what the words of all names and addresses are now: new ones, other counts, none that is gone.
-- Reads every subscriber, contract and application once, some seconds for a million; writes only what differs. Whoever
-- calls it holds the lock of note_words, so that two do not wait for each other's words.
WITH told AS (
    SELECT 1 AS kind, word, ndoc FROM ts_stat('SELECT search_words(name) FROM subscribers_subscriber')
    UNION ALL
    SELECT 1, word, ndoc FROM ts_stat('SELECT search_words(name || '' '' || organisation) FROM connections_application')
    UNION ALL
    SELECT CASE WHEN word LIKE '@%%' THEN 3 ELSE 2 END, ltrim(word, '@'), ndoc
      FROM ts_stat('SELECT search_place(city, street, house, building, apartment, dormitory, room)
                      FROM subscribers_contract
                    UNION ALL
                    SELECT search_place(city, street || '' '' || address, house, building, apartment, dormitory, room)
                      FROM connections_application')
     WHERE word !~ '^[#.]'
), counted AS MATERIALIZED (
    SELECT word COLLATE "C" AS word, kind, sum(ndoc) AS uses FROM told WHERE length(word) > 1 GROUP BY 1, 2
), gone AS (
    DELETE FROM search_word AS known
     WHERE NOT EXISTS (SELECT FROM counted WHERE counted.word = known.word AND counted.kind = known.kind)
)
INSERT INTO search_word AS known (word, kind, uses)
SELECT word, kind, uses FROM counted
    ON CONFLICT (word, kind) DO UPDATE SET uses = excluded.uses WHERE known.uses <> excluded.uses
