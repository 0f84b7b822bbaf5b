-- spanning: order numbers with lines in more than one month, among the `candidates` (claims on orders that have a
-- claim in the months to rebuild). They tie months together: such an order counts once, on its first day, and a
-- credit may cancel it later. Retracted claims count too; at worst a month is read in vain.
create or replace temp table spanning as
with numbers as (
    select customer, source, ref
    from candidates
    where ref is not null
    group by 1, 2, 3
    having min(month) <> max(month)
)
select customer, source, ref, list(distinct month order by month) as months
from candidates
where exists (
    select 1 from numbers
    where numbers.ref = candidates.ref and numbers.source = candidates.source
        and numbers.customer is not distinct from candidates.customer
)
group by 1, 2, 3
