-- Keeps what came or went, word by word, cards masked by the caller.
INSERT INTO payments_rawmessage (id, rail, direction, order_number, at, content, verdict)
SELECT id, rail, direction, order_number, %(at)s::timestamptz, content, verdict
  FROM unnest(%(ids)s::uuid[], %(rails)s::text[], %(directions)s::text[], %(numbers)s::text[], %(contents)s::text[],
              %(verdicts)s::text[])
       AS said (id, rail, direction, order_number, content, verdict)
