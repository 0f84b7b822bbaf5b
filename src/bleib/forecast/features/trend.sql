-- group: trend
-- label_en: Trend
-- label_de: Entwicklung
-- reads: activity
-- column: revenue_trend | number | times | Revenue against the half-year before | Umsatz im Vergleich zum Halbjahr davor | | Below 1 the customer spends less than half a year ago. | Unter 1 gibt der Kunde weniger aus als ein halbes Jahr zuvor.
-- column: orders_trend | number | times | Orders against the half-year before | Bestellungen im Vergleich zum Halbjahr davor | | Below 1 the customer buys less often than half a year ago. | Unter 1 kauft der Kunde seltener als ein halbes Jahr zuvor.
with halves as (
    select
        customer,
        sum(case when day >= $as_of - 180 then revenue else 0 end) as revenue_now,
        sum(case when day < $as_of - 180 then revenue end) as revenue_before,
        sum(case when day >= $as_of - 180 then orders else 0 end) as orders_now,
        sum(case when day < $as_of - 180 then orders end) as orders_before
    from activity
    where customer is not null and day >= $as_of - 360 and day < $as_of
    group by 1
)
select
    customer,
    case when revenue_before > 0 then cast(revenue_now as double) / revenue_before end as revenue_trend,
    case when orders_before > 0 then cast(orders_now as double) / orders_before end as orders_trend
from halves
