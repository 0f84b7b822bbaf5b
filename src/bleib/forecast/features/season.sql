-- group: season
-- label_en: Season
-- label_de: Saison
-- reads: activity, rhythms
-- column: orders_same_season | number | orders | Orders in the same weeks a year ago | Bestellungen in denselben Wochen vor einem Jahr | | Who buys at this time of the year may well do so again; unknown if it was no customer yet. | Wer um diese Jahreszeit kauft, tut es wohl wieder; unbekannt, wenn er noch kein Kunde war.
-- column: month | number | month | Month of the year | Monat des Jahres | | Some months are quiet for everybody. | Manche Monate sind bei allen ruhig.
with seasons as (
    select customer as buyer, sum(orders) as orders_then
    from activity
    where customer is not null and day >= $as_of - 365 and day < least($as_of, $as_of - 365 + $horizon)
    group by 1
)
select
    customer,
    case when first_on < $as_of - 365 + $horizon then cast(coalesce(orders_then, 0) as bigint) end as orders_same_season,
    cast(extract(month from $as_of) as bigint) as month
from rhythms
left join seasons on buyer = customer
