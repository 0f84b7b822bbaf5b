-- group: breadth
-- label_en: Breadth
-- label_de: Breite
-- reads: features
-- column: groups_365 | number | groups | Product groups bought in 365 days | In 365 Tagen gekaufte Produktgruppen | | Who buys little leaves easily. | Wer wenig kauft, geht leicht.
-- column: groups_dropped | number | groups | Product groups dropped | Aufgegebene Produktgruppen | group_dropped_on | Bought on four or more days in a year and not in the last 180, though the customer still buys: perhaps elsewhere now. | An vier oder mehr Tagen eines Jahres gekauft und in den letzten 180 nicht mehr, obwohl der Kunde noch kauft: vielleicht jetzt anderswo.
-- column: group_dropped_on | date | | First group counted as dropped on | Erste Gruppe aufgegeben am | | The day on which 180 days without that group were over. | Der Tag, an dem 180 Tage ohne diese Gruppe vorbei waren.
-- Two or three purchases in a year mean a usual gap of months: half a year without is no news.
with groups as (
    select
        customer,
        feature,
        max(day) as last_on,
        count(*) filter (where day < $as_of - 180) as days_before
    from features
    where kind = 'bought' and customer is not null and day >= $as_of - 545 and day < $as_of
    group by 1, 2
)
select
    customer,
    count(*) filter (where last_on >= $as_of - 365) as groups_365,
    case when max(last_on) >= $as_of - 180
        then count(*) filter (where last_on < $as_of - 180 and days_before >= 4) end as groups_dropped,
    case when max(last_on) >= $as_of - 180
        then min(case when last_on < $as_of - 180 and days_before >= 4 then last_on + 181 end) end as group_dropped_on
from groups
group by 1
