-- live: one row per fact. Several imports may claim the same fact; the newest claim wins, and it may say that the
-- fact is gone. A line that moved to another month left such a tombstone in its old one, so a month stands alone.
select *
from claims
qualify row_number() over (partition by month, id order by recorded_at desc, retracted, import_id desc) = 1
