-- The rows of a subscribers file, in this transaction only.
CREATE TEMPORARY TABLE loading_row (
    line integer PRIMARY KEY, "offset" bigint NOT NULL, account text NOT NULL, kind smallint NOT NULL,
    name text NOT NULL, unp text NOT NULL, login text NOT NULL, phone text NOT NULL, email text NOT NULL,
    city text NOT NULL, street text NOT NULL, house text NOT NULL, building text NOT NULL, apartment text NOT NULL,
    dormitory text NOT NULL, room text NOT NULL, language text NOT NULL, opened_on date NOT NULL,
    balance_kopecks bigint NOT NULL, plans integer[] NOT NULL, connected date[] NOT NULL
) ON COMMIT DROP
