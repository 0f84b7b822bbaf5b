-- cancelled: one row per order of a customer that credit lines under its own number cancel in full; activity does not
-- count it either.
select customer, source, ref
from facts
where type in ('order', 'credit') and customer is not null and ref in (select ref from facts where type = 'credit')
group by 1, 2, 3
having bool_or(type = 'credit') and coalesce(sum(amount) <= 0, false)
