// Draws every <div data-chart="NAME"> from the specs in the page. Colours are CSS variables, so light, dark and
// print need no second drawing; numbers in words come ready-made from Python, axes use the page's locale.
"use strict";

const page = JSON.parse(document.getElementById("charts").textContent);

async function draw(place) {
  await vegaEmbed(place, page.specs[place.dataset.chart], {
    mode: "vega-lite",
    renderer: "svg",
    ast: true, // expressions are interpreted: the page's policy forbids eval
    actions: false,
    defaultStyle: false,
    config: page.config,
    formatLocale: page.formatLocale,
    tooltip: { disableDefaultStyle: true },
  });
  // The place has a name and the numbers have a table: nobody has to listen to hundreds of bars.
  place.querySelector("svg").setAttribute("aria-hidden", "true");
}

// Labels are measured when a chart is drawn, so the font has to be there first.
document.fonts.load("12px Inter").then(async () => {
  for (const place of document.querySelectorAll("[data-chart]")) await draw(place);
  document.documentElement.dataset.charts = "drawn";
});
