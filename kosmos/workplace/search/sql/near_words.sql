-- Words that may have been meant by others: by trigrams, and for short ones (their `neighbours`) one error away by the
-- primary key; `turn` says which of the asked it is. Some milliseconds for each word among 100,000. Reads only.
SELECT asked.turn, near.word, near.kind, near.uses
  FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (word, turn)
 CROSS JOIN LATERAL (
       SELECT word, kind, uses FROM search_word AS found
        WHERE length(asked.word) > 4 AND found.word %% asked.word
        ORDER BY similarity(found.word, asked.word) DESC LIMIT %(each)s
 ) AS near
UNION
SELECT asked.turn, near.word, near.kind, near.uses
  FROM unnest(%(turns)s::bigint[], %(neighbours)s::text[]) AS asked (turn, word)
  JOIN search_word AS near ON near.word = asked.word
