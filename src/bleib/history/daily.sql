-- activity: one row per customer and local day (customer null: lines without a customer).
-- A purchase line sells goods; a purchase is a distinct order number of a customer, counted on the day of its
-- first purchase line, unless credit lines under the same number cancel it in full. Where order numbers are
-- missing, a customer's lines of one day are one order. Revenue is net: credits are negative amounts.
with lines as not materialized (
    select
        customer, source, ref, occurred_on as day, quantity, amount, cost,
        type = 'credit' as credit,
        type = 'order' and coalesce(quantity > 0, true) and coalesce(amount > 0, true) and is_goods(product) as bought
    from facts
),
orders as (
    select customer, source, ref, min(day) filter (where bought) as day
    from lines
    where ref is not null
    group by 1, 2, 3
    having min(day) filter (where bought) is not null
        and not (count(*) filter (where credit) > 0 and coalesce(sum(amount) <= 0, false))
),
starts as (
    select customer, day, count(*) as orders
    from orders
    group by 1, 2
),
days as (
    select
        customer, day,
        count(*) filter (where bought) as lines,
        case when count(quantity) > 0 then coalesce(sum(quantity) filter (where bought), 0) end as units,
        sum(amount) as revenue,
        case when count(amount) > 0 then coalesce(-sum(amount) filter (where credit), 0) end as refunds,
        sum(cost) as cost,
        bool_or(bought and ref is null and customer is not null) as unnumbered
    from lines
    group by 1, 2
)
select
    days.customer, days.day,
    cast(coalesce(starts.orders, 0) + cast(days.unnumbered as integer) as bigint) as orders,
    cast(days.lines as bigint) as lines,
    cast(days.units as decimal(38, 4)) as units,
    cast(days.revenue as decimal(38, 4)) as revenue,
    cast(days.refunds as decimal(38, 4)) as refunds,
    cast(days.cost as decimal(38, 4)) as cost
from days
left join starts on starts.day = days.day and starts.customer is not distinct from days.customer
