// The list of claims is filtered here; without this script the whole list stands.
"use strict";

function filterOf(form) {
  const value = (id) => form.elements[id].value.trim().toLowerCase();
  const wanted = { find: value("find"), verdict: value("verdict"), subject: value("subject"), paragraph: value("paragraph") };
  return (item) =>
    (!wanted.find || item.textContent.toLowerCase().includes(wanted.find)) &&
    (!wanted.verdict || item.dataset.verdict.split("|").includes(wanted.verdict)) &&
    (!wanted.subject || item.dataset.subject.toLowerCase() === wanted.subject) &&
    (!wanted.paragraph || item.dataset.paragraph === wanted.paragraph);
}

function show(form) {
  const items = [...document.querySelectorAll("#claims > li")];
  const holds = filterOf(form);
  items.forEach((item) => { item.hidden = !holds(item); });
  const shown = items.filter((item) => !item.hidden).length;
  const told = shown === items.length ? `${shown} claims` : `${shown} of ${items.length} claims`;
  document.getElementById("shown").textContent = told;
}

function startFilter() {
  const form = document.getElementById("filter");
  if (!form) return;
  form.hidden = false;
  form.addEventListener("input", () => show(form));
  form.addEventListener("reset", () => setTimeout(() => show(form)));
  form.addEventListener("submit", (event) => event.preventDefault());
  show(form);
}

startFilter();

// Change a digit: does the share come out?
function tellShare(form) {
  const [votes, ballots] = ["votes", "ballots"].map((id) => Number(form.elements[id].value.replace(/[^0-9]/g, "")));
  const told = document.getElementById("share");
  if (!votes || !ballots || votes > ballots) {
    told.textContent = "Votes must be above nought and no more than the ballots.";
    return;
  }
  const share = ((100 * votes) / ballots).toFixed(2);
  const announced = Number(form.dataset.announced).toFixed(2);
  const verdict = share === announced ? "the announced share comes out." : `not the announced ${announced} %.`;
  told.textContent = `${votes.toLocaleString("en")} of ${ballots.toLocaleString("en")} is ${share} %: ${verdict}`;
}

function startDigits() {
  const form = document.getElementById("digits");
  if (!form) return;
  form.hidden = false;
  form.addEventListener("input", () => tellShare(form));
  form.addEventListener("reset", () => setTimeout(() => tellShare(form)));
  form.addEventListener("submit", (event) => event.preventDefault());
  tellShare(form);
}

startDigits();

// Suppose another share: which line of the table holds?
function tellSupposed(form) {
  const share = form.elements.sent.value;
  const rows = [...document.querySelectorAll("#shares tbody tr")];
  rows.forEach((row) => row.classList.toggle("chosen", row.dataset.share === share));
  const [persons, , beside] = [...document.querySelectorAll("#shares .chosen td")].map((cell) => cell.textContent);
  const told = `If ${share} of 100: ${persons} persons were still abroad. The text’s 370,000 is ${beside}.`;
  form.elements.sent.setAttribute("aria-valuetext", `${share} of 100`);
  document.getElementById("supposed").textContent = told;
}

function startSupposed() {
  const form = document.getElementById("suppose");
  if (!form) return;
  form.hidden = false;
  form.addEventListener("input", () => tellSupposed(form));
  form.addEventListener("submit", (event) => event.preventDefault());
  tellSupposed(form);
}

startSupposed();

// A table wider than its frame says that it goes on.
function tellWidth() {
  document.querySelectorAll(".scroll").forEach((frame) => {
    frame.classList.toggle("more", frame.scrollWidth > frame.clientWidth + 1);
  });
}

tellWidth();
addEventListener("load", tellWidth);
addEventListener("resize", tellWidth);
