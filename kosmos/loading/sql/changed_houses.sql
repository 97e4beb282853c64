-- What the file says otherwise of houses that are here, by what differs: how many houses, the first of them in words,
-- what they had and what they get. Reads only.
WITH named AS (
    SELECT here.line, here.id, staged.city || ', ' || staged.street || ', ' || staged.house AS house, here.had_dormitory,
           staged.dormitory, here.had_services, staged.services
      FROM loading_house_here AS here
      JOIN loading_house AS staged USING (line)
), differs AS (
    SELECT line, house, 'dormitory' AS what, had_dormitory AS before, dormitory AS after
      FROM named WHERE had_dormitory <> dormitory
     UNION ALL
    SELECT line, house, 'services', had_services::text, services::text
      FROM named WHERE had_services <> services
)
SELECT what, before, after, count(*), (array_agg(house ORDER BY line))[:%(named)s]
  FROM differs
 GROUP BY what, before, after
 ORDER BY min(line), what
