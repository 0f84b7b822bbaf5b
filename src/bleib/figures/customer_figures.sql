-- One row per customer of the history: what lists sort and filter by. Reads `customers`, `activity` and `contracts`;
-- `rhythms` is the metric rhythm over everything that is known. The two halves of `overdue` that do not need the day:
-- late from overdue_on on (its ratio reaches 2), and revenue_year; a test holds every figure against the metrics.
with years as (
    select
        activity.customer,
        sum(case when day <= last_on and date_diff('day', day, last_on) < 365 then revenue end) as revenue_year
    from activity
    join rhythms on rhythms.customer = activity.customer
    group by 1
),
monthly as (
    select
        customer,
        case when bool_or(running) then coalesce(sum(amount) filter (where running), 0) end as mrr,
        min(case when start_on > $today then start_on when end_on > $today then end_on end) as mrr_until
    from (select *, start_on <= $today and coalesce(end_on > $today, true) as running from contracts)
    group by 1
)
select
    customers.customer as number,
    first_on,
    customers.last_on,
    customers.orders,
    customers.revenue,
    revenue_year,
    usual_gap,
    case when order_days >= 3 then customers.last_on + cast(ceil(2 * usual_gap) as integer) end as overdue_on,
    mrr,
    mrr_until
from customers
left join rhythms on rhythms.customer = customers.customer
left join years on years.customer = customers.customer
left join monthly on monthly.customer = customers.customer
