-- rhythms: one row per customer that is in activity. What all of its orders say, whatever the day: days of purchase, and
-- the median gap between them (null where there are fewer than two). One pass over the days of a customer is half as
-- dear as a window over those of all.
with sums as (
    select
        customer,
        list_sort(list(day) filter (where orders > 0)) as days,
        sum(orders) as orders,
        sum(revenue) as revenue,
        sum(refunds) as refunds
    from activity
    where customer is not null
    group by 1
)
select
    customer,
    days[1] as first_on,
    days[-1] as last_on,
    len(days) as order_days,
    list_aggregate([days[i] - days[i - 1] for i in range(2, len(days) + 1)], 'median') as usual_gap,
    orders,
    revenue,
    refunds
from sums
