-- Which house of the coverage each row is about, and what that house has now. A house of the file is one of the
-- coverage only if both write city, street and house alike. Reads only; hash joins over the file and the coverage.
CREATE TEMPORARY TABLE loading_house_here ON COMMIT DROP AS
SELECT staged.line, building.id, building.dormitory AS had_dormitory,
       COALESCE(held.services, '{}') AS had_services
  FROM loading_house AS staged
  JOIN catalogue_building AS building
    ON building.city = staged.city AND building.street = staged.street AND building.house = staged.house
  LEFT JOIN (SELECT building_id, array_agg(service_id::integer ORDER BY service_id) AS services
               FROM catalogue_building_services GROUP BY building_id) AS held ON held.building_id = building.id
