(function () {
  "use strict";
  var root = document.documentElement;
  var theme = document.getElementById("theme");
  var prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  function kept(value) {
    try {
      if (value) localStorage.setItem("report-theme", value);
      return localStorage.getItem("report-theme");
    } catch (refused) { return null; }
  }
  function isDark() {
    return (root.dataset.theme || (prefersDark.matches ? "dark" : "light")) === "dark";
  }
  function name() { theme.textContent = isDark() ? "Light page" : "Dark page"; }
  if (theme) {
    var before = kept();
    if (before === "dark" || before === "light") root.dataset.theme = before;
    name();
    theme.hidden = false;
    prefersDark.addEventListener("change", name);
    theme.addEventListener("click", function () {
      root.dataset.theme = isDark() ? "light" : "dark";
      kept(root.dataset.theme);
      name();
    });
  }

  var contents = document.querySelector(".contents details");
  if (contents && window.matchMedia("(max-width: 63.9rem)").matches) contents.open = false;

  var form = document.getElementById("filter");
  if (!form) return;
  var bySection = document.getElementById("by-section");
  var byVoice = document.getElementById("by-voice");
  var shown = document.getElementById("shown");
  var sections = Array.from(document.querySelectorAll("main [data-section]"));
  // A finding that is shown again further down counts once.
  var findings = sections.filter(function (one) {
    return one.classList.contains("finding") && one.querySelector('[id^="detail-finding-"]');
  });
  var quotes = Array.from(document.querySelectorAll("main [data-voice]"));
  var voices = quotes.map(function (one) { return JSON.parse(one.dataset.voice); });
  var people = Array.from(document.querySelectorAll("main [data-person]")).map(function (page) {
    var about = new Set();
    page.querySelectorAll('a[href^="#detail-finding-"]').forEach(function (link) {
      var target = document.getElementById(link.getAttribute("href").slice(1));
      var part = target && target.closest("[data-section]");
      if (part) about.add(part.dataset.section);
    });
    return { page: page, attributes: JSON.parse(page.dataset.person), about: about };
  });
  var parents = Array.from(document.querySelectorAll("main .part")).filter(function (one) {
    return !one.dataset.section && one.querySelector("[data-section]");
  });
  function filter() {
    var section = bySection ? bySection.value : "";
    var option = byVoice && byVoice.value ? byVoice.selectedOptions[0] : null;
    sections.forEach(function (one) { one.hidden = Boolean(section) && one.dataset.section !== section; });
    parents.forEach(function (one) {
      one.hidden = Boolean(section) && !one.querySelector("[data-section]:not([hidden])");
    });
    quotes.forEach(function (one, place) {
      one.hidden = Boolean(option) && voices[place][option.dataset.name] !== option.value;
    });
    people.forEach(function (one) {
      one.page.hidden = Boolean(section && !one.about.has(section))
        || Boolean(option && one.attributes[option.dataset.name] !== option.value);
    });
    var met = people.filter(function (one) { return !one.page.hidden; }).length;
    var left = findings.filter(function (one) { return !one.hidden; }).length;
    var said = quotes.filter(function (one) { return !one.hidden && !one.closest("[hidden]"); }).length;
    root.classList.toggle("filtered", Boolean(section || option));
    shown.textContent = section || option
      ? left + " of " + findings.length + " findings, " + said + " of " + quotes.length + " quotes"
        + (people.length ? " and " + met + " of " + people.length + " respondents" : "") + " are shown."
      : "";
  }
  form.hidden = false;
  form.addEventListener("change", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(filter); });
  window.addEventListener("hashchange", function () {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) { form.reset(); setTimeout(function () { target.scrollIntoView(); }, 50); }
  });
})();
