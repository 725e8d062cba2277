// Shows what a word means beside the link to its entry, so that nobody has to leave the sentence.
//
// A mouse or the keyboard that stays on a link opens a card beside it; it goes when both have left, or with
// Escape. A finger gets a sheet at the bottom instead, because it covers the word and cannot hover. What no
// pointer did, as Enter or a screen reader does, follows the link. Whatever fails leaves the link as it is.
//
// Nothing in a card is announced: a screen reader hears the link alone, unless it goes into the card with Tab
// (WCAG 2.2, 1.4.13 and 2.1.1). The sheet was asked for, so it is a dialog, named by its title and focused.

const SELECTOR = "a.term-link";
const STAY = 150; // ms until a card opens
const GRACE = 300; // ms until it closes: time to reach it
const PATIENCE = 2000; // ms that a finger waits before its link is followed after all
const EDGE = 12; // px between a card and the edge of the window
const GAP = 6; // px between a card and its link
const LEAST_ROOM = 160; // px that a card may always take, over its link if it must

const root = document.documentElement;
const fetched = new Map(); // address -> card
let waiting = null; // the link whose card is on its way: { link, abort }
let open = null; // the card that is shown: { link, box, isSheet }
let leaving = 0; // the timer that closes it
let dismissed = null; // the link whose card the reader closed: it stays closed until they come back
let touched = null; // the link on which a finger came down

const pause = (time) => new Promise((done) => setTimeout(done, time));
const linkAt = (event) => event.target.closest?.(SELECTOR) ?? null;
const isAttended = (link) => link.matches(":hover, :focus-visible");

// Whether cards are wanted: remembered where storage is allowed, else for as long as the page is there.

function readChoice() {
  try {
    root.dataset.cards = localStorage.getItem("cards") === "off" ? "off" : "on";
  } catch {
    root.dataset.cards ??= "on";
  }
}

function choose(choice) {
  root.dataset.cards = choice;
  try {
    if (choice === "off") localStorage.setItem("cards", "off");
    else localStorage.removeItem("cards");
  } catch {
    // This page knows; the next one will not.
  }
}

// Getting a card.

async function cardOf(link, signal) {
  const address = new URL("card/", link.href).href;
  if (!fetched.has(address)) {
    const answer = await fetch(address, { signal });
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/html")) return null;
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    const card = parsed.querySelector(".card-text");
    if (!card) return null; // another page, as that of a log-in in front of the site
    fetched.set(address, card);
  }
  return document.importNode(fetched.get(address), true);
}

function forget() {
  waiting?.abort.abort();
  waiting = null;
}

async function want(link, point) {
  if (root.dataset.cards === "off" || link === dismissed || link === open?.link) return;
  forget();
  const mine = (waiting = { link, abort: new AbortController() });
  const card = cardOf(link, mine.abort.signal).catch(() => null);
  await pause(STAY);
  const ready = await card;
  if (waiting !== mine) return;
  waiting = null;
  if (ready && isAttended(link)) show(link, ready, point);
}

async function wantSheet(link) {
  forget();
  const mine = (waiting = { link, abort: new AbortController(), isSheet: true });
  const timer = setTimeout(() => mine.abort.abort(), PATIENCE);
  const card = await cardOf(link, mine.abort.signal).catch(() => null);
  clearTimeout(timer);
  if (waiting !== mine) return;
  waiting = null;
  if (card) showSheet(link, card);
  else location.assign(link.href);
}

// Showing it. Inside of main, where assistive technology expects what belongs to the text.

function show(link, card, point) {
  close();
  const box = document.createElement("div");
  box.className = "card";
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", "card-title");
  box.append(card);
  // A picture whose size nobody knew makes the card grow.
  box.addEventListener("load", () => open?.box === box && place(), { capture: true });
  document.querySelector("main").append(box);
  open = { link, box, point, isSheet: false };
  place();
}

function showSheet(link, card) {
  close();
  const box = document.createElement("dialog");
  box.className = "card card-sheet";
  box.setAttribute("aria-labelledby", "card-title");
  box.append(card);
  // A tap on the dialog itself is one beside the card: on what lies behind.
  box.addEventListener("click", (event) => event.target === box && close());
  box.addEventListener("close", close);
  document.querySelector("main").append(box);
  open = { link, box, isSheet: true };
  box.showModal();
  // The word that it explains stays in sight.
  const covered = link.getBoundingClientRect().bottom + GAP - box.getBoundingClientRect().top;
  if (covered > 0) scrollBy({ top: covered });
}

// Below the link or, where there is more room, above it; at its line that the pointer is on; always in the window.
function place() {
  const { link, box, point } = open;
  const lines = [...link.getClientRects()];
  const line = lines.find((each) => point && each.top <= point.y && point.y <= each.bottom) ?? lines[0];
  const { top: first, bottom: last } = link.getBoundingClientRect();
  const above = first - GAP - EDGE;
  const below = root.clientHeight - last - GAP - EDGE;
  box.style.maxBlockSize = "none";
  const natural = box.getBoundingClientRect();
  const goesBelow = natural.height <= below || below >= above;
  const height = Math.min(natural.height, Math.max(goesBelow ? below : above, LEAST_ROOM));
  const within = (start, size, room) => Math.max(EDGE, Math.min(start, room - EDGE - size));
  const isRtl = getComputedStyle(link).direction === "rtl";
  const left = within(isRtl ? line.right - natural.width : line.left, natural.width, root.clientWidth);
  const top = within(goesBelow ? last + GAP : first - GAP - height, height, root.clientHeight);
  box.style.maxBlockSize = `${height}px`;
  box.style.left = `${left + scrollX}px`;
  box.style.top = `${top + scrollY}px`;
}

function close() {
  clearTimeout(leaving);
  leaving = 0;
  if (!open) return;
  const { link, box, isSheet } = open;
  const hadFocus = isSheet || box.contains(document.activeElement);
  open = null;
  box.remove();
  if (hadFocus) {
    dismissed = link;
    link.focus({ preventScroll: true });
  }
}

// Called whenever pointer or focus moved: gives up what nobody waits for, and closes what nobody looks at.
function settle() {
  if (waiting && !waiting.isSheet && !isAttended(waiting.link)) forget();
  if (dismissed && !isAttended(dismissed)) dismissed = null;
  if (!open || open.isSheet) return;
  if (isAttended(open.link) || open.box.matches(":hover, :focus-within")) {
    clearTimeout(leaving);
    leaving = 0;
  } else {
    leaving ||= setTimeout(close, GRACE);
  }
}

// What the reader does.

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  settle();
  const link = linkAt(event);
  if (link) want(link, { y: event.clientY });
});
document.addEventListener("pointerout", settle);
document.addEventListener("focusin", (event) => {
  settle();
  const link = linkAt(event);
  if (link?.matches(":focus-visible")) want(link);
});
document.addEventListener("focusout", () => setTimeout(settle));

document.addEventListener("pointerdown", (event) => {
  // Screen readers that imitate a finger imitate one without a size.
  const isFinger = event.pointerType === "touch" && event.isPrimary && (event.width > 0 || event.height > 0);
  touched = isFinger ? linkAt(event) : null;
  if (waiting?.isSheet && linkAt(event) !== waiting.link) forget();
  if (open && !open.isSheet && !open.box.contains(event.target) && linkAt(event) !== open.link) close();
});

document.addEventListener("click", (event) => {
  const link = linkAt(event);
  const isTap = link !== null && link === touched && event.detail > 0;
  touched = null;
  if (event.target.closest?.(".cards-switch")) choose(root.dataset.cards === "off" ? "on" : "off");
  else if (event.target.closest?.(".card-off")) {
    choose("off");
    close();
  } else if (event.target.closest?.(".card-close")) close();
  if (!isTap || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  // A second tap while the first one waits is meant for the entry.
  if (root.dataset.cards === "off" || waiting?.link === link) return;
  event.preventDefault();
  wantSheet(link);
});

document.addEventListener("keydown", (event) => {
  touched = null;
  if (event.key === "Escape") {
    dismissed = waiting?.link ?? open?.link ?? null;
    forget();
    if (!open?.isSheet) close();
  } else if (event.key === "Tab" && open && !open.isSheet) {
    tab(event);
  }
});

// The card stands at the end of main, but for the keyboard its links come after the one that it is for.
function tab(event) {
  const { link, box } = open;
  const stops = [...box.querySelectorAll("a, button")].filter((each) => each.checkVisibility());
  const here = document.activeElement;
  if (here === link && !event.shiftKey) {
    event.preventDefault();
    stops[0].focus();
  } else if (here === stops[0] && event.shiftKey) {
    event.preventDefault();
    link.focus();
  } else if (here === stops.at(-1) && !event.shiftKey) {
    link.focus(); // and from there the browser goes on by itself
  }
}

// A card moves with the text. It goes when its link has left the window, and with the page.
document.addEventListener(
  "scroll",
  () => {
    if (!open || open.isSheet) return;
    const { top, bottom } = open.link.getBoundingClientRect();
    if (bottom < 0 || top > root.clientHeight) close();
  },
  { capture: true, passive: true },
);
addEventListener("resize", () => open && !open.isSheet && place());
addEventListener("pagehide", () => {
  forget();
  close();
});
addEventListener("pageshow", readChoice);
addEventListener("storage", readChoice);
readChoice();
