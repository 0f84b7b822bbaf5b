/* Bleib: counts visits on a website. Sets no cookie; keeps nothing on the visitor's device before consent.

<script src="https://bleib.example.com/t/bleib.js" data-key="bw_..." defer></script>

data-key      write key of a public source
data-consent  "needed" (default): nothing is sent before bleib.consent(true); "not-needed": the page asks for none
data-pages    "off": pages are counted only by bleib.page()

bleib.page("pricing")                        a page was looked at; without a name, its path
bleib.track("Report exported", {rows: 12})   something happened
bleib.identify("user-4711", signature)       whose visits these are; signed by the website's server where that is needed
bleib.consent(true | false)                  what the visitor decided; false forgets what was kept
*/
(function () {
  "use strict";
  var script = document.currentScript;
  var address = new URL("/v1/batch", script.src).href;
  var key = script.dataset.key;
  var needsConsent = script.dataset.consent !== "not-needed";
  var PLACE = "bleib";
  var waiting = [];
  var timer = null;
  var state = read();

  /* Before consent the state lives as long as the page; afterwards for this browser, in its own storage. */
  function read() {
    var kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(PLACE));
    } catch (error) { /* storage is closed: then every page is a visit of its own */ }
    return kept && kept.id ? kept : { id: random(), user: null, consent: !needsConsent };
  }

  function keep() {
    try {
      if (needsConsent && state.consent) localStorage.setItem(PLACE, JSON.stringify(state));
      else localStorage.removeItem(PLACE);
    } catch (error) { /* storage is closed */ }
  }

  function random() {
    if (crypto.randomUUID) return crypto.randomUUID(); /* only on https and localhost */
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
  }

  function add(type, message) {
    if (!state.consent) return;
    message.type = type;
    message.messageId = random();
    message.anonymousId = state.id;
    message.timestamp = new Date().toISOString();
    if (state.user) message.userId = state.user;
    message.context = needsConsent ? { consent: { categoryPreferences: { Analytics: true } } } : {};
    if (state.signature) message.context.signature = state.signature;
    waiting.push(message);
    if (waiting.length >= 20) send();
    else if (!timer) timer = setTimeout(send, 1000);
  }

  /* A plain text needs no preflight, and a beacon survives the end of the page. */
  function send() {
    clearTimeout(timer);
    timer = null;
    if (!waiting.length) return;
    var batch = waiting;
    waiting = [];
    var body = JSON.stringify({ writeKey: key, batch: batch, sentAt: new Date().toISOString() });
    if (navigator.sendBeacon && navigator.sendBeacon(address, body)) return;
    fetch(address, { method: "POST", body: body, keepalive: true, credentials: "omit", mode: "cors" })
      .catch(function () { waiting = batch.concat(waiting).slice(-200); });
  }

  /* The path only: what stands behind it, and where the visitor came from, is nobody's business. */
  function page(name) {
    add("page", { name: name || null, properties: { path: location.pathname } });
  }

  window.bleib = {
    page: page,
    track: function (event, properties) {
      add("track", { event: event, properties: properties || {} });
    },
    identify: function (user, signature) {
      state.user = String(user);
      state.signature = signature;
      keep();
      add("identify", {});
    },
    consent: function (given) {
      var before = state.consent;
      if (given) {
        state.consent = true;
      } else {
        waiting = [];
        state = { id: random(), user: null, consent: false };
      }
      keep();
      if (given && !before && script.dataset.pages !== "off") page();
    }
  };

  addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") send();
  });
  addEventListener("pagehide", send);
  if (state.consent && script.dataset.pages !== "off") page();
})();
