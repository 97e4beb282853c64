-- Houses that the file has more than once, however they are written: line, offset, and the line of the first.
SELECT line, "offset", first
  FROM (SELECT line, "offset", min(line) OVER (PARTITION BY same) AS first FROM loading_house) AS row
 WHERE line <> first
 ORDER BY line
