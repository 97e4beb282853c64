-- The houses that are not here yet, and their services; one pass each.
WITH made AS (
    INSERT INTO catalogue_building (city, street, house, dormitory)
    SELECT staged.city, staged.street, staged.house, staged.dormitory
      FROM loading_house AS staged
     WHERE NOT EXISTS (SELECT FROM loading_house_here AS here WHERE here.line = staged.line)
     ORDER BY staged.line
    RETURNING id, city, street, house
)
INSERT INTO catalogue_building_services (building_id, service_id)
SELECT made.id, service
  FROM made
  JOIN loading_house AS staged USING (city, street, house)
 CROSS JOIN LATERAL unnest(staged.services) AS service
