-- Places whose names have the words that were found, the likeliest first: how many of the asked words each has, by
-- likeness, and how many of those are of its street. `turn` numbers the asked words of a reading. Reads only; reads
-- as many rows of words and places as bear the words: a few thousand where a capital is asked for. What is much less
-- like than the best is left out before its place is read.
WITH hit AS (
    SELECT asked.reading, named.coverageplace_id AS place_id, asked.turn,
           max(asked.likeness) AS likeness,
           max(asked.likeness) FILTER (WHERE NOT asked.in_city) AS of_street
      FROM unnest(%(readings)s::integer[], %(turns)s::integer[], %(words)s::integer[], %(in_city)s::boolean[],
                  %(likenesses)s::real[]) AS asked (reading, turn, word_id, in_city, likeness)
      JOIN catalogue_coverageword_places AS named ON named.coverageword_id = asked.word_id
     GROUP BY 1, 2, 3
), held AS (
    SELECT reading, place_id, sum(likeness) AS likeness, count(of_street) AS of_street
      FROM hit
     GROUP BY 1, 2
    HAVING count(of_street) > 0
), likeliest AS (
    SELECT * FROM held WHERE likeness > (SELECT max(likeness) FROM held) - %(behind)s::real
)
SELECT likeliest.reading, likeliest.likeness, likeliest.of_street, place.city, place.street, place.dormitory, place.kind,
       translate(place.numbers::text, '[]', '{}')::integer[], place.said, place.city_houses
  FROM likeliest
  JOIN catalogue_coverageplace AS place ON place.id = likeliest.place_id
 ORDER BY likeliest.likeness - 0.1 * (place.said - likeliest.of_street) DESC, place.city_houses DESC, place.id
 LIMIT %(limit)s
