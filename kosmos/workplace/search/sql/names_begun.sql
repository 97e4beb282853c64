-- Subscribers whose name begins so, by name. Reads no more than it returns, by subscriber_by_name, however many there are.
SELECT id, name
  FROM subscribers_subscriber
 WHERE name_key >= %(begins)s::text COLLATE "C" AND name_key < %(ends)s::text COLLATE "C"
 ORDER BY name_key, id
 LIMIT %(limit)s
