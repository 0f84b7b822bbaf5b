-- feature_lines: one row per order line of a product, and per use of a feature. A product that is in no group is one of
-- its own; only lines that make a purchase count.
select
    customer,
    occurred_on as day,
    case when type = 'usage' then 'used' else 'bought' end as kind,
    coalesce(product_group, feature_facts.product) as feature
from feature_facts
left join product_groups on product_groups.product = feature_facts.product
where type in ('order', 'usage') and feature_facts.product is not null and customer is not null
    and (type = 'usage' or (coalesce(quantity > 0, true) and coalesce(amount > 0, true)))
