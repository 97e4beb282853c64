-- Which counts of some accounts were told already, by their references. One index look-up a reference.
SELECT count.account_id, count.source, count.reference
  FROM unnest(%(accounts)s::bigint[], %(sources)s::text[], %(references)s::text[]) AS told (account_id, source, reference)
  JOIN usage_trafficcount AS count USING (account_id, source, reference)
