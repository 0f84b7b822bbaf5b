-- Orders whose lines are not all known on one day: later lines, credits or corrections may change how they count, so
-- they are counted again for each day that is looked from. All others are counted once. Reads past_singles and
-- past_rivals; a line without order number is an order together with the others of its customer and day.

-- step: unsettled
create table past_unsettled_orders as
select source, ref
from past_singles
where type in ('order', 'credit') and ref is not null
group by 1, 2
having min(occurred_on) <> max(occurred_on) or bool_or(late)
union
select source, ref
from past_rivals
where type in ('order', 'credit') and ref is not null;

-- step: unsettled days
create table past_unsettled_days as
select customer, occurred_on
from past_singles
where type in ('order', 'credit') and ref is null
group by 1, 2
having bool_or(late)
union
select customer, occurred_on
from past_rivals
where type in ('order', 'credit') and ref is null;

-- step: unsettled lines
create table past_unsettled as
select *
from past_singles as line
where type in ('order', 'credit') and (
    exists (select 1 from past_unsettled_orders as o where o.source = line.source and o.ref = line.ref)
    or (ref is null and exists (
        select 1 from past_unsettled_days as d
        where d.occurred_on = line.occurred_on and d.customer is not distinct from line.customer
    ))
);

-- step: days with unsettled lines
create table past_shared_days as
select customer, occurred_on as day
from past_unsettled
union
select customer, occurred_on
from past_rivals
where type in ('order', 'credit');

-- step: settled lines
create view past_settled as
select *
from past_singles as line
where type in ('order', 'credit') and not retracted
    and not exists (select 1 from past_unsettled_orders as o where o.source = line.source and o.ref = line.ref)
    and not (ref is null and exists (
        select 1 from past_unsettled_days as d
        where d.occurred_on = line.occurred_on and d.customer is not distinct from line.customer
    ))
