-- One row per customer, derived from activity. Names and countries are joined in where a source has them.
-- A second purchase may lie on the first day: second_on is the day on which the running number of orders reaches two.
with running as (
    select
        customer,
        day,
        orders,
        revenue,
        refunds,
        sum(orders) over (partition by customer order by day) as orders_until
    from activity
    where customer is not null
)
select
    customer,
    cast(null as varchar) as name,
    cast(null as varchar) as country,
    min(case when orders > 0 then day end) as first_on,
    min(case when orders_until >= 2 and orders > 0 then day end) as second_on,
    max(case when orders > 0 then day end) as last_on,
    cast(sum(orders) as bigint) as orders,
    count(*) filter (where orders > 0) as order_days,
    cast(sum(revenue) as decimal(38, 4)) as revenue,
    cast(sum(refunds) as decimal(38, 4)) as refunds
from running
group by 1
