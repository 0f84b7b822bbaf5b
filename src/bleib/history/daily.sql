-- activity: one row per customer and local day (customer null: lines without a customer).
-- A purchase line sells goods; a purchase is a distinct order number of a customer, counted on the day of its
-- first purchase line, unless credit lines under the same number cancel it in full. Where order numbers are
-- missing, a customer's lines of one day are one order. Revenue is net: credits are negative amounts.
with lines as not materialized (
    select
        customer, source, ref, occurred_on as day,
        type = 'credit' as credit,
        type = 'order' and coalesce(quantity > 0, true) and coalesce(amount > 0, true) and is_goods(product) as bought,
        1 as lines, quantity, amount, cost
    from facts
    where type in ('order', 'credit')
),
-- The lines of an order summed up, with the columns of lines: what follows may read either, see daily.py.
documents as (
    select
        customer, source, ref, day, credit, bought,
        count(*) as lines, sum(quantity) as quantity, sum(amount) as amount, sum(cost) as cost
    from lines
    group by 1, 2, 3, 4, 5, 6
),
-- Most orders are one document and start on its day if it bought; only numbers that occur again are put together.
repeated as (
    select ref
    from documents
    where ref is not null
    group by 1
    having count(*) > 1
),
orders as (
    select customer, min(day) filter (where bought) as day
    from documents
    where ref in (select ref from repeated)
    group by customer, source, ref
    having min(day) filter (where bought) is not null and not (bool_or(credit) and coalesce(sum(amount) <= 0, false))
),
starts as (
    select customer, day, count(*) as orders
    from orders
    group by 1, 2
),
days as (
    select
        customer, day,
        count(*) filter (where bought and ref is not null and ref not in (select ref from repeated)) as whole_orders,
        bool_or(bought and ref is null and customer is not null) as unnumbered,
        sum(lines) filter (where bought) as lines,
        count(quantity) as counted,
        sum(quantity) filter (where bought) as units,
        sum(amount) as revenue,
        sum(amount) filter (where credit) as credits,
        sum(cost) as cost
    from documents
    group by 1, 2
)
select
    days.customer, days.day,
    cast(whole_orders + coalesce(starts.orders, 0) + cast(unnumbered as integer) as bigint) as orders,
    cast(coalesce(lines, 0) as bigint) as lines,
    cast(case when counted > 0 then coalesce(units, 0) end as decimal(38, 4)) as units,
    cast(revenue as decimal(38, 4)) as revenue,
    cast(case when revenue is not null then coalesce(-credits, 0) end as decimal(38, 4)) as refunds,
    cast(cost as decimal(38, 4)) as cost
from days
left join starts on starts.day = days.day and starts.customer is not distinct from days.customer
