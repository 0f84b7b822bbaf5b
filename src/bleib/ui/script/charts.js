// Draws every <div data-chart="NAME"> from the specs in the page. Colours are CSS variables, so light, dark and
// print need no second drawing; numbers in words come ready-made from Python, axes use the page's locale.
"use strict";

const page = JSON.parse(document.getElementById("charts").textContent);

function draw(place) {
  return vegaEmbed(place, page.specs[place.dataset.chart], {
    mode: "vega-lite",
    renderer: "svg",
    ast: true, // expressions are interpreted: the page's policy forbids eval
    actions: false,
    defaultStyle: false,
    config: page.config,
    formatLocale: page.formatLocale,
    tooltip: { disableDefaultStyle: true },
  });
}

document.fonts.load("12px Inter").then(async () => {
  for (const place of document.querySelectorAll("[data-chart]")) await draw(place);
  document.documentElement.dataset.charts = "drawn";
});

// Whoever prints wants the numbers too; afterwards the page is as it was.
const folded = () => document.querySelectorAll("details[data-print]:not([open])");
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...folded()];
  for (const each of opened) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});
