-- Forgets raw messages that are older, a few thousand at once: only the function may, with its owner's rights; no locks
-- but theirs, and only by the index of instants. How many went.
SELECT payments_forget_raw_messages(%(before)s, %(most)s);
