-- Applications by the words of who applies, or of where, the latest first; an empty query finds none. By
-- search_application_names and search_application_places. Reads only.
SELECT DISTINCT found.id, found.created_at
  FROM (
       (SELECT id, created_at FROM connections_application
         WHERE search_words(name || ' ' || organisation) @@ %(names)s::tsquery LIMIT %(limit)s)
       UNION ALL
       (SELECT id, created_at FROM connections_application
         WHERE search_place(city, street || ' ' || address, house, building, apartment, dormitory, room) @@ %(places)s::tsquery
         LIMIT %(limit)s)
 ) AS found
 ORDER BY found.created_at DESC, found.id
 LIMIT %(limit)s
