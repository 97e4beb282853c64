-- The rows of a file of traffic counts, in this transaction only.
CREATE TEMPORARY TABLE loading_count (
    line integer PRIMARY KEY, "offset" bigint NOT NULL, account text NOT NULL, plan text NOT NULL,
    counted_at timestamptz NOT NULL, volume_bytes bigint NOT NULL, source text NOT NULL, reference text NOT NULL
) ON COMMIT DROP
