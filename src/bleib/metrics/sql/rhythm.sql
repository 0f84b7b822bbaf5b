-- slug: rhythm
-- label_de: Kaufrhythmus
-- label_en: Purchase rhythm
-- unit: days
-- meaning_de: Der übliche Abstand zwischen den Käufen eines Kunden und wie lange der letzte Kauf im Verhältnis dazu her ist.
-- meaning_en: The usual gap between a customer's purchases, and how long ago the last one was in relation to it.
-- formula: usual_gap = median days between consecutive purchase days; overdue_ratio = days_since / usual_gap; both empty
--   after a single purchase day
-- formula_de: usual_gap = Median der Tage zwischen aufeinanderfolgenden Kauftagen; overdue_ratio = days_since /
--   usual_gap; beide leer nach einem einzigen Kauftag
-- source: definition of Bleib
-- source_de: eigene Definition von Bleib
-- params: at date
-- members: rows;
--   late(low number, high number = none): overdue_ratio >= $low and overdue_ratio < coalesce($high, overdue_ratio + 1)
-- columns: customer text, orders bigint, last_on date, days_since bigint, usual_gap double, overdue_ratio double
with purchase_days as (
    select
        customer,
        day,
        orders,
        date_diff('day', lag(day) over (partition by customer order by day), day) as gap
    from activity
    where customer is not null and orders > 0 and day < $at
),
customer_rhythms as (
    select customer, sum(orders) as orders, max(day) as last_on, median(gap) as usual_gap
    from purchase_days
    group by 1
)
select
    customer,
    cast(orders as bigint) as orders,
    last_on,
    date_diff('day', last_on, $at) as days_since,
    usual_gap,
    date_diff('day', last_on, $at) / usual_gap as overdue_ratio
from customer_rhythms
order by customer
