-- group: breadth
-- label_en: Breadth
-- label_de: Breite
-- reads: favourites, feature_lines, last_bought
-- column: groups_365 | number | groups | Product groups bought in 365 days | In 365 Tagen gekaufte Produktgruppen | | Who buys little leaves easily. | Wer wenig kauft, geht leicht.
-- column: groups_dropped | number | groups | Product groups dropped | Aufgegebene Produktgruppen | group_dropped_on | Bought on four or more days in a year and not in the last 180, though the customer still buys: perhaps elsewhere now. | An vier oder mehr Tagen eines Jahres gekauft und in den letzten 180 nicht mehr, obwohl der Kunde noch kauft: vielleicht jetzt anderswo.
-- column: group_dropped_on | date | | First group counted as dropped on | Erste Gruppe aufgegeben am | | The day on which 180 days without that group were over. | Der Tag, an dem 180 Tage ohne diese Gruppe vorbei waren.
-- Two or three purchases in a year mean a usual gap of months: half a year without is no news.
with widths as (
    select customer as buyer, count(distinct feature) as groups_365
    from feature_lines
    where kind = 'bought' and day >= $as_of - 365 and day < $as_of
    group by 1
),
losses as (
    select customer as loser, count(*) as dropped, min(last_on) + 181 as dropped_on
    from favourites
    where last_on < $as_of - 180 and fourth_on >= $as_of - 545
    group by 1
)
select
    customer,
    coalesce(groups_365, 0) as groups_365,
    case when last_on >= $as_of - 180 then coalesce(dropped, 0) end as groups_dropped,
    case when last_on >= $as_of - 180 then dropped_on end as group_dropped_on
from last_bought
left join widths on buyer = customer
left join losses on loser = customer
where last_on >= $as_of - 545
