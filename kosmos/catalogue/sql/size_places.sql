-- How many houses the coverage has in the city of each place, where it has changed.
UPDATE catalogue_coverageplace AS place
   SET city_houses = city.houses
  FROM (SELECT city, count(*) AS houses FROM catalogue_building GROUP BY city) AS city
 WHERE city.city = place.city AND city.houses <> place.city_houses
