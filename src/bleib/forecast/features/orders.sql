-- group: orders
-- label_en: Orders
-- label_de: Bestellungen
-- reads: activity, rhythms
-- column: first_order_on | date | | First order | Erste Bestellung | | When the relationship began. | Wann die Beziehung begann.
-- column: last_order_on | date | | Last order | Letzte Bestellung | | The last sign that this customer buys. | Das letzte Zeichen, dass dieser Kunde kauft.
-- column: tenure_days | days | days | Days since the first order | Tage seit der ersten Bestellung | first_order_on | Who has stayed long is likely to stay. | Wer lange geblieben ist, bleibt eher.
-- column: days_since_order | days | days | Days since the last order | Tage seit der letzten Bestellung | last_order_on | The longer the silence, the less likely the next order. | Je länger die Stille, desto unwahrscheinlicher die nächste Bestellung.
-- column: orders | number | orders | Orders so far | Bestellungen bisher | first_order_on | Who has bought often comes back. | Wer oft gekauft hat, kommt wieder.
-- column: orders_90 | number | orders | Orders in the last 90 days | Bestellungen der letzten 90 Tage | | What the customer does at present. | Was der Kunde zurzeit tut.
-- column: orders_365 | number | orders | Orders in the last 365 days | Bestellungen der letzten 365 Tage | | How much the customer needs us in a year. | Wie oft uns der Kunde im Jahr braucht.
-- column: usual_gap | days | days | Usual days between orders | Übliche Tage zwischen Bestellungen | | The customer's own rhythm: the median gap between purchase days. | Der eigene Rhythmus des Kunden: der Median der Abstände zwischen Kauftagen.
-- column: overdue_ratio | number | times | Silence in units of the usual gap | Stille im Verhältnis zum üblichen Abstand | last_order_on | Above 1 the customer is later than usual for it; from 2 on it is overdue. | Über 1 ist der Kunde später dran als bei ihm üblich, ab 2 überfällig.
-- column: overdue_on | date | | Overdue from this day on | Überfällig ab diesem Tag | | The day on which the silence reaches twice the usual gap; after three purchase days. | Der Tag, an dem die Stille das Doppelte des üblichen Abstands erreicht; ab drei Kauftagen.
-- column: mean_order | money | money | Mean order value | Mittlerer Bestellwert | | What an order is worth, net of refunds. | Was eine Bestellung wert ist, abzüglich Gutschriften.
-- column: revenue_365 | money | money | Revenue of the last 365 days | Umsatz der letzten 365 Tage | | What is at stake. | Was auf dem Spiel steht.
-- column: refund_share_365 | share | | Share refunded in 365 days | Anteil der Gutschriften in 365 Tagen | | Who sends much back is not content. | Wer viel zurückschickt, ist nicht zufrieden.
with windows as (
    select
        customer as buyer,
        sum(case when day >= $as_of - 90 then orders else 0 end) as orders_90,
        sum(orders) as orders_365,
        sum(revenue) as revenue_365,
        sum(refunds) as refunds_365
    from activity
    where customer is not null and day >= $as_of - 365 and day < $as_of
    group by 1
)
-- Who bought before and not lately had no revenue, unless amounts are unknown altogether.
select
    customer,
    first_on as first_order_on,
    last_on as last_order_on,
    date_diff('day', first_on, $as_of) as tenure_days,
    date_diff('day', last_on, $as_of) as days_since_order,
    cast(orders as bigint) as orders,
    cast(coalesce(orders_90, 0) as bigint) as orders_90,
    cast(coalesce(orders_365, 0) as bigint) as orders_365,
    usual_gap,
    date_diff('day', last_on, $as_of) / usual_gap as overdue_ratio,
    case when order_days >= 3 then last_on + cast(ceil(2 * usual_gap) as integer) end as overdue_on,
    cast(revenue as double) / nullif(orders, 0) as mean_order,
    cast(coalesce(revenue_365, case when revenue is not null then 0 end) as double) as revenue_365,
    case when revenue_365 + refunds_365 > 0 then cast(refunds_365 as double) / (revenue_365 + refunds_365) end
        as refund_share_365
from rhythms
left join windows on buyer = customer
