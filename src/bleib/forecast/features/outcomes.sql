-- outcomes: what became of each customer of judged_customers within $horizon days from $as_of on. Who had a running
-- contract has left if none runs at the end; everybody else if nothing was bought. left_on is the day on which the last
-- contract ended, or on which the silence had lasted $horizon days.
with bought as (
    select
        customer as buyer,
        max(case when orders > 0 and day < $as_of then day end) as last_on,
        sum(case when day >= $as_of then orders else 0 end) as orders,
        sum(case when revenue is null then null when day >= $as_of then revenue else 0 end) as revenue
    from activity
    where customer is not null and day < $as_of + $horizon
    group by 1
),
contracted as (
    select
        customer as holder,
        bool_or(start_on < $as_of and (end_on is null or end_on > $as_of)) as ran,
        bool_or(start_on <= $as_of + $horizon and (end_on is null or end_on > $as_of + $horizon)) as runs,
        max(case when end_on <= $as_of + $horizon then end_on end) as ended_on
    from contracts
    group by 1
),
judged as (
    select
        customer,
        coalesce(contractual, ran, false) as contractual,
        coalesce(runs, false) as runs,
        ended_on,
        last_on,
        cast(coalesce(orders, 0) as bigint) as orders,
        revenue
    from judged_customers
    left join bought on buyer = customer
    left join contracted on holder = customer
)
select
    customer,
    contractual,
    case when contractual then not runs else orders = 0 end as left,
    orders,
    cast(revenue as double) as revenue,
    case
        when contractual and not runs then coalesce(ended_on, $as_of)
        when not contractual and orders = 0 then last_on + $horizon
    end as left_on
from judged
order by customer
