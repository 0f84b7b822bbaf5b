-- last_bought: one row per customer that ever bought a product: the last day.
select customer, max(day) as last_on
from feature_lines
where kind = 'bought'
group by 1
