-- The rows of a file of houses, in this transaction only.
CREATE TEMPORARY TABLE loading_house (
    line integer PRIMARY KEY, "offset" bigint NOT NULL, city text NOT NULL, street text NOT NULL, house text NOT NULL,
    dormitory text NOT NULL, services integer[] NOT NULL, same text NOT NULL
) ON COMMIT DROP
