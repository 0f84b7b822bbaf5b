-- Which claims there are on each fact of the lake, and when they count as known: see past_known.py. Reads `claims` (all
-- claims of the lake, customers as they count now) and `contested` (those in months that several commits wrote).

-- step: rival ids
create table past_rival_ids as
select id
from contested
group by 1
having count(*) > 1;

-- step: disputed orders
-- Where a line of an order was claimed again, its other lines belong to that story: a line that is new in a corrected
-- order was not known before the correction.
create table past_disputed as
select distinct source, type, ref
from contested
where type in ('order', 'credit') and ref is not null and id in (from past_rival_ids);

-- step: rivals
create table past_rivals as
with told as (
    select claims.*, first_on, first_until
    from claims
    join past_sources on past_sources.source = claims.source
    where id in (from past_rival_ids) or (
        type in ('order', 'credit') and exists (
            select 1 from past_disputed as d
            where d.source = claims.source and d.type = claims.type and d.ref = claims.ref
        )
    )
)
select
    * exclude (first_until),
    -- All that a source said on its first day is one story; later on, only what nobody had spoken of before is new.
    recorded_at < first_until or recorded_at = min(recorded_at) over (
        partition by source,
            case when type in ('order', 'credit') and ref is not null then type || ' ' || ref else hex(id) end
    ) as first,
    true as late
from told;

-- step: singles
create view past_singles as
select claims.* , first_on, true as first, recorded_at >= first_until as late
from claims
join past_sources on past_sources.source = claims.source
where not exists (select 1 from past_rivals where past_rivals.id = claims.id)
