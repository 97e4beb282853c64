-- Streets and dormitories of the coverage that the search does not know yet. Reads only; one pass over the buildings.
SELECT city, street, '' AS dormitory FROM catalogue_building
 UNION
SELECT city, street, dormitory FROM catalogue_building WHERE dormitory <> ''
EXCEPT
SELECT city, street, dormitory FROM catalogue_coverageplace
 ORDER BY 1, 2, 3
