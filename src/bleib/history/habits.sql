-- habits: one row per customer and feature used on two or more days within half a year: the last of these days, and the
-- one before. What is older than two years is no habit any more.
with days as (
    select distinct customer, feature, day
    from feature_lines
    where kind = 'used' and day >= $as_of - 730
),
newest as (
    select customer, feature, max(day, 2) as newest
    from days
    group by 1, 2
)
select customer, feature, newest[1] as last_on, newest[2] as second_on
from newest
where newest[2] > newest[1] - 180
