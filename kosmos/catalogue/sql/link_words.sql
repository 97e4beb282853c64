-- Which places bear which words: pairs that come in, words that are new among them made before.
INSERT INTO catalogue_coverageword_places (coverageword_id, coverageplace_id)
SELECT word.id, named.place_id
  FROM unnest(%(words)s::text[], %(in_city)s::boolean[], %(places)s::integer[]) AS named (word, in_city, place_id)
  JOIN catalogue_coverageword AS word ON word.word = named.word AND word.in_city = named.in_city
    ON CONFLICT DO NOTHING
