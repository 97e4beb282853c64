-- Subscribers here whose contacts the file gives otherwise: before and after. Reads only.
SELECT subscriber.id, staged.login,
       subscriber.name, subscriber.unp, subscriber.phone, subscriber.email, subscriber.language,
       staged.name, staged.unp, staged.phone, staged.email, staged.language
  FROM loading_target target
  JOIN loading_row staged USING (line)
  JOIN subscribers_subscriber subscriber ON subscriber.id = target.subscriber_id
 WHERE target.is_first
   AND (subscriber.name, subscriber.unp, subscriber.phone, subscriber.email, subscriber.language)
       IS DISTINCT FROM (staged.name, staged.unp, staged.phone, staged.email, staged.language)
 ORDER BY staged.line
