-- live: one row per fact. Several imports may claim the same fact, and a claim may be written more than once; the
-- newest wins, and it may say that the fact is gone. A line that moved to another month left such a tombstone in its
-- old one, so reading a month alone gives the same as reading everything.
select *
from claims
qualify row_number() over (partition by id order by recorded_at desc, retracted, import_id desc) = 1
