-- favourites: one row per customer and product group bought on four or more days within a year: the last of these days,
-- and the fourth from the end. What is older than two years is no favourite any more.
with days as materialized (
    select distinct customer, feature, day
    from feature_lines
    where kind = 'bought' and day >= $as_of - 730
),
often as (
    select customer, feature, max(day, 4) as newest
    from days
    where (customer, feature) in (select (customer, feature) from days group by customer, feature having count(*) >= 4)
    group by 1, 2
)
select customer, feature, newest[1] as last_on, newest[4] as fourth_on
from often
where newest[4] > newest[1] - 365
