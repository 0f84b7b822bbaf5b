-- purchases: what purchase models are fitted on, in days, as it was known at the beginning of $as_of. Several orders on
-- one day are one purchase. spend is the mean net amount of the purchases after the first, null where there are none or
-- an amount is unknown. `bought`: activity, or what is left of it beside contracts.
with purchase_days as (
    select customer, day, revenue, min(day) over (partition by customer) as first_on
    from bought
    where customer is not null and orders > 0 and day < $as_of
)
select
    customer,
    count(*) - 1 as frequency,
    date_diff('day', min(first_on), max(day)) as recency,
    date_diff('day', min(first_on), $as_of) as age,
    case when count(revenue) = count(*)
        then cast(sum(case when day > first_on then revenue end) as double) / nullif(count(*) - 1, 0) end as spend
from purchase_days
group by 1
order by 1
