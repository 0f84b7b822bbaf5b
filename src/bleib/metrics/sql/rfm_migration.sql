-- slug: rfm_migration
-- label_de: Wanderung zwischen RFM-Segmenten
-- label_en: Migration between RFM segments
-- unit: customers
-- meaning_de: Wie viele Kunden zwischen zwei Stichtagen von einem Segment in ein anderes gewechselt sind; leer = war da noch kein Kunde.
-- meaning_en: How many customers moved from one segment to another between two dates; empty = was no customer yet.
-- formula: customers per pair of the segment of rfm at `at` and at `next_at`
-- formula_de: Kunden je Paar aus dem Segment von rfm zu `at` und dem zu `next_at`
-- source: the eleven segments after Putler; see rfm
-- source_de: die elf Segmente nach Putler; siehe rfm
-- params: at date, next_at date
-- uses: scored_before = rfm(at = at), scored_after = rfm(at = next_at)
-- members: moves;
--   customers(segment text = none, next_segment text): segment is not distinct from $segment and next_segment =
--   $next_segment
-- columns: segment text, next_segment text, customers bigint
with moves as (
    select scored_after.customer as customer, scored_before.segment as segment, scored_after.segment as next_segment
    from scored_after
    left join scored_before on scored_before.customer = scored_after.customer
)
select segment, next_segment, count(*) as customers
from moves
group by 1, 2
order by segment nulls last, customers desc, next_segment
