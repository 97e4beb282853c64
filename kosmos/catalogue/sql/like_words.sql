-- Words of the register that a spelled word may have been meant for; `turn` says which of the asked it is.
-- By the unique index: the word itself, those that it begins, and (for short ones) those one error away; by trigrams
-- for longer ones. Reads only; well under a millisecond for each word, however many streets there are.
SELECT asked.turn, found.id, found.word, found.in_city
  FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (word, turn)
 CROSS JOIN LATERAL (
       (SELECT id, word, in_city FROM catalogue_coverageword AS exact
         WHERE exact.word = asked.word)
       UNION
       (SELECT id, word, in_city FROM catalogue_coverageword AS begun
         WHERE length(asked.word) > 1 AND begun.word >= asked.word AND begun.word < asked.word || '~'
         ORDER BY begun.word LIMIT 25)
       UNION
       (SELECT id, word, in_city FROM catalogue_coverageword AS near
         WHERE length(asked.word) > 4 AND near.word %% asked.word
         ORDER BY similarity(near.word, asked.word) DESC LIMIT 20)
 ) AS found
UNION
SELECT asked.turn, near.id, near.word, near.in_city
  FROM unnest(%(turns)s::bigint[], %(neighbours)s::text[]) AS asked (turn, word)
  JOIN catalogue_coverageword AS near ON near.word = asked.word
