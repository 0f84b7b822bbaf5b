-- beside_contracts: activity without what contracts bill, for purchase models: what a contract brings is expected by the
-- contract, and its invoices are no orders to come. A line bills a contract if it is of the contract's product, of a
-- customer whose contract of that product runs on that day or did a month before or after: invoices come early and late.
with agreed as (
    select distinct customer, product, start_on, end_on
    from contracts
    where product is not null and start_on < $as_of
),
documents as (
    select
        lines.customer,
        lines.occurred_on as day,
        bool_and(agreed.product is not null) as is_bill,
        sum(lines.amount) filter (where agreed.product is not null) as amount
    from facts as lines
    left join agreed
        on agreed.customer = lines.customer and agreed.product = lines.product
        and lines.occurred_on >= agreed.start_on - 31
        and lines.occurred_on < coalesce(agreed.end_on, $as_of) + 31
    where lines.type in ('order', 'credit') and lines.occurred_on < $as_of
        and lines.customer in (select customer from agreed)
    group by lines.customer, lines.occurred_on, lines.type, coalesce(lines.ref, '')
),
billed as (
    select customer, day, count(*) filter (where is_bill) as bills, count(*) as documents, sum(amount) as amount
    from documents
    group by 1, 2
)
select
    activity.customer,
    activity.day,
    case when bills = documents then 0 else orders end as orders,
    revenue - coalesce(billed.amount, 0) as revenue
from activity
left join billed on billed.customer = activity.customer and billed.day = activity.day
