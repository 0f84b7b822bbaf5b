-- What has to be brought in 365 days to be among the first so many hundredths of all who brought anything: share, least.
with revenues as (
    select cast(sum(revenue) as double) as revenue_365
    from activity
    where customer is not null and day < $as_of and day >= $as_of - 365
    group by customer
    having sum(revenue) > 0
),
placed as (
    select revenue_365, row_number() over (order by revenue_365 desc) as place, count(*) over () as customers
    from revenues
)
select ceil(place * 100.0 / customers) / 100 as share, min(revenue_365) as least
from placed
group by 1
order by 1
