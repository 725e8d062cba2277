// What programs and pages put on the clipboard as HTML, reduced to what Markdown can say.
// It is read into a document of its own, in which nothing loads and no script runs; none of it enters the page.

const DROPPED = "script, style, meta, link, title, noscript, template, iframe, object, embed, svg, math, canvas, audio, video, button, input, select, textarea, [hidden]";
const STRUCTURE = "a[href], b, strong, i, em, s, del, code, pre, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, hr";
// Parameters that only tell who sent a reader.
const TRACKING = /^(utm_.*|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|yclid|_hsenc|_hsmi|si)$/i;

const CODE = /<(style|script)\b/gi;
const OPENING = /<[a-z][^\s/>]*/gi;
// As browsers read them (HTML, section 13.2.5.32 and on): a value between quotes may hold `>`.
const ATTRIBUTE = /([\s/]*)(=?[^\s/>=]+|=)(\s*=\s*(?:"[^"]*"|'[^']*'|(?!["'])[^\s>]*))?/y;

/** Return `html` without style sheets and scripts, in one pass however many of them are never closed. */
function withoutCode(html) {
  const parts = [];
  let at = 0;
  CODE.lastIndex = 0;
  for (let found; (found = CODE.exec(html)); CODE.lastIndex = at) {
    parts.push(html.slice(at, found.index));
    const closing = new RegExp(`</${found[1]}`, "gi");
    closing.lastIndex = CODE.lastIndex;
    const end = closing.test(html) ? html.indexOf(">", closing.lastIndex) : -1;
    if (end < 0) return parts.join("");
    at = end + 1;
  }
  return parts.join("") + html.slice(at);
}

// Styles and handlers do nothing in that document, but the browser reports each as a breach of the policy.
function quiet(html) {
  const source = withoutCode(html);
  const parts = [];
  let at = 0;
  OPENING.lastIndex = 0;
  while (OPENING.test(source)) {
    ATTRIBUTE.lastIndex = OPENING.lastIndex;
    for (let found; (found = ATTRIBUTE.exec(source)); OPENING.lastIndex = ATTRIBUTE.lastIndex) {
      const [, gap, name] = found;
      if (!/^(style|on[a-z]+)$/i.test(name)) continue;
      const start = found.index + gap.length;
      parts.push(source.slice(at, start), gap ? "data-" : " data-");
      at = start;
    }
  }
  return parts.join("") + source.slice(at);
}

const unwrap = (element) => element.replaceWith(...element.childNodes);

function wrap(element, name) {
  const wrapper = element.ownerDocument.createElement(name);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

/** Return where a link leads, without what tracks readers; "" for what no entry may link to. */
export function linkedAddress(href, base) {
  if (!/^(https?:|mailto:)/i.test(href)) return "";
  let url;
  try {
    url = new URL(href);
  } catch {
    return "";
  }
  const behind = /(^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url" && (url.searchParams.get("q") ?? url.searchParams.get("url"));
  if (behind) return linkedAddress(behind, base);
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
  return url.origin === new URL(base).origin ? url.pathname + url.search + url.hash : url.href;
}

// Word writes items as paragraphs, with the bullet or number as text.
function listsOfWord(body) {
  let list = null;
  for (const paragraph of body.querySelectorAll("p[data-style*='mso-list' i], p[class*=MsoListParagraph]")) {
    const sign = paragraph.querySelector("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]");
    const ordered = /^\s*(\d+|[a-z])[.)]/i.test(sign?.textContent ?? "");
    sign?.remove();
    if (list?.nextElementSibling !== paragraph || (list.localName === "ol") !== ordered) {
      list = body.ownerDocument.createElement(ordered ? "ol" : "ul");
      paragraph.before(list);
    }
    const item = body.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    list.append(item);
    paragraph.remove();
  }
}

// Programs that write for the screen say with styles what elements are for.
function stylesToElements(body) {
  for (const element of body.querySelectorAll("b, strong")) {
    if (/font-weight:\s*(normal|[1-4]00)/i.test(element.getAttribute("data-style") ?? "")) unwrap(element);
  }
  for (const element of body.querySelectorAll("span[data-style]")) {
    const style = element.getAttribute("data-style");
    if (element.closest("h1, h2, h3, h4, h5, h6, code, pre")) continue;
    if (/font-weight:\s*(bold|[6-9]00)/i.test(style) && !element.closest("b, strong")) wrap(element, "strong");
    if (/font-style:\s*italic/i.test(style) && !element.closest("i, em")) wrap(element, "em");
  }
  // A heading is bold already, and two marks side by side would be read as one.
  body.querySelectorAll(":is(h1, h2, h3, h4, h5, h6) :is(b, strong)").forEach(unwrap);
}

// A table around a table is layout, as in mail; Markdown's cells hold one line.
function layoutToBlocks(body) {
  for (const table of body.querySelectorAll("table:has(table)")) {
    const cells = [...table.rows].flatMap((row) => [...row.cells]);
    table.replaceWith(
      ...cells.map((cell) => {
        const block = body.ownerDocument.createElement("div");
        block.append(...cell.childNodes);
        return block;
      }),
    );
  }
}

function picturesToLinks(body, base) {
  for (const image of body.querySelectorAll("img")) {
    const source = linkedAddress(image.getAttribute("src") ?? "", base);
    const name = (image.getAttribute("alt") ?? "").trim();
    if (source.startsWith("/media/")) {
      image.setAttribute("src", source);
    } else if (source && !image.closest("a")) {
      const link = body.ownerDocument.createElement("a");
      link.setAttribute("href", source);
      link.textContent = name || source;
      image.replaceWith(link);
    } else if (image.closest("a")) {
      image.replaceWith(name); // the words of the link
    } else {
      image.remove(); // a file of somebody's computer; its name alone says nothing
    }
  }
}

/** Return the body of `html` with what Markdown can say and nothing else; null if it is no more than plain text. */
export function cleaned(html, base) {
  const { body } = new DOMParser().parseFromString(quiet(html), "text/html");
  body.querySelectorAll(DROPPED).forEach((element) => element.remove());
  for (const element of body.querySelectorAll("[data-style*='mso-hide' i], [data-style*='display' i]")) {
    if (/mso-hide:\s*all|display:\s*none/i.test(element.getAttribute("data-style"))) element.remove();
  }
  layoutToBlocks(body);
  listsOfWord(body);
  stylesToElements(body);
  picturesToLinks(body, base);
  for (const link of body.querySelectorAll("a")) {
    const address = linkedAddress(link.getAttribute("href") ?? "", base);
    if (!address || !link.textContent.trim()) unwrap(link);
    else link.setAttribute("href", address);
  }
  body.querySelectorAll("pre:not(:has(code))").forEach((pre) => wrap(pre, "code"));
  // Lists inside lists belong into an item; some programs put them between two.
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    if (list.previousElementSibling?.localName === "li") list.previousElementSibling.append(list);
  }
  // A paragraph that fills its item or cell only pulls the items apart.
  body.querySelectorAll(":is(li, td, th) > p:only-of-type").forEach(unwrap);
  body.querySelectorAll("p").forEach((p) => p.textContent.trim() || p.querySelector("img") || p.remove());
  return body.querySelector(`${STRUCTURE}, img`) ? body : null;
}
