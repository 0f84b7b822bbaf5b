-- features: one row per customer, local day and product group bought or feature used.
select customer, day, kind, feature, count(*) as times
from feature_lines
group by 1, 2, 3, 4
