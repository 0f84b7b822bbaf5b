-- group: rank
-- label_en: Rank
-- label_de: Rang
-- reads: activity, revenue_ranks
-- column: revenue_rank | share | | Rank by revenue of the last 365 days, counted from the top | Rang nach Umsatz der letzten 365 Tage, von oben gezählt | | Whom the company lives on: 20 % are the fifth that brings most. | Von wem die Firma lebt: 20 % sind das Fünftel, das am meisten bringt.
with revenues as (
    select customer, cast(sum(revenue) as double) as revenue_365
    from activity
    where customer is not null and day < $as_of and day >= $as_of - 365
    group by 1
)
select revenues.customer, revenue_ranks.share as revenue_rank
from revenues
asof join revenue_ranks on revenues.revenue_365 >= revenue_ranks.least
where revenues.revenue_365 > 0
