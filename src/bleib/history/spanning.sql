-- spanning: order numbers with lines in more than one month, among those with a claim in the months to rebuild.
-- They tie months together: such an order counts once, on its first day, and a credit may cancel it later.
-- Retracted claims count too; at worst a month is read in vain.
create or replace temp table spanning as
select customer, source, ref, list(distinct month order by month) as months
from claims
where ref is not null
    and exists (
        select 1 from rebuilt_claims as here
        where here.ref = claims.ref and here.source = claims.source
            and here.customer is not distinct from claims.customer
    )
group by 1, 2, 3
having min(month) <> max(month)
