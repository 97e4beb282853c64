-- Words that were asked for, and those that they begin, the most used first; `turn` says which of the asked it is.
-- By the primary key; reads as many words as begin so: some thousands for two letters. Reads only.
SELECT asked.turn, found.word, found.kind, found.uses
  FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (word, turn)
 CROSS JOIN LATERAL (
       (SELECT word, kind, uses FROM search_word AS exact WHERE exact.word = asked.word)
       UNION
       (SELECT word, kind, uses FROM search_word AS begun
         WHERE length(asked.word) > 1 AND begun.word >= asked.word AND begun.word < asked.word || '~'
         ORDER BY begun.uses DESC LIMIT %(each)s)
 ) AS found
