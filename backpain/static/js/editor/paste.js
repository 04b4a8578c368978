// What comes from a clipboard becomes what an article may have: headings, lists, bold, italic,
// links, tables. articles/pasting does the same on the server. What this leaves alone, the editor
// leaves out by itself: it knows no other element.

import { Extension } from "django-prose-editor/editor";

const WORD_PROCESSOR = /\bmso-|class="?'?Mso|<o:p|urn:schemas-microsoft-com|docs-internal-guid/i;
const ENTRY = /mso-list:\s*(l\d+)\s+level(\d)/;
const IGNORED = /mso-list:\s*ignore/i;
const NUMBER = /^\(?(\d+|[a-z]|[ivxlc]+)[.)]$/i;
const LEVELS = { 1: "h2", 2: "h2", 3: "h3", 4: "h4", 5: "h4", 6: "h4" };
const INVISIBLE = "script, style, title, meta, link, xml, template, del, colgroup";
const BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, li, table, div, blockquote, hr, figure";
const STYLES = [
  ["strong", /(?<![-\w])font-weight:\s*(bold|[6-9]00)/i],
  ["em", /(?<![-\w])font-style:\s*italic/i],
  ["sup", /(?<![-\w])vertical-align:\s*super/i],
  ["sub", /(?<![-\w])vertical-align:\s*sub(?!\w)/i],
];
const NOT_MEANT = {
  STRONG: /(?<![-\w])font-weight:\s*(normal|[1-4]00)/i,
  EM: /(?<![-\w])font-style:\s*normal/i,
};

// The policy of the page forbids styles and handlers even in a text that is only read: they are
// given other names first, and what no reader sees is left out.
function inert(html) {
  return html
    .replace(/<(style|script|xml|head)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi, (tag) =>
      tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/\son\w+\s*=/gi, " data-on="),
    );
}

function style(element) {
  return element.getAttribute("data-style") ?? "";
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function rename(element, tag) {
  const renamed = element.ownerDocument.createElement(tag);
  renamed.append(...element.childNodes);
  renamed.setAttribute("data-style", style(element));
  element.replaceWith(renamed);
  return renamed;
}

function isEmpty(element) {
  return !element.textContent.trim() && !element.querySelector("img");
}

function ignored(paragraph) {
  const spans = [...paragraph.querySelectorAll("span")];
  return spans.filter((span) => IGNORED.test(style(span)));
}

// Word writes each entry of a list as a paragraph with a bullet in it.
function entryOf(node) {
  const found = node.nodeName === "P" && ENTRY.exec(style(node));
  if (!found) return null;
  const marker = ignored(node).map((span) => span.textContent.replace(/\s/g, "")).join("");
  return { name: found[1], level: Number(found[2]), marker, tag: NUMBER.test(marker) ? "ol" : "ul" };
}

function begin(entry, node, above) {
  const list = node.ownerDocument.createElement(entry.tag);
  const number = /\d+/.exec(entry.marker)?.[0];
  if (entry.tag === "ol" && number && number !== "1") list.setAttribute("start", number);
  if (above) above.lastElementChild.append(list);
  else node.before(list);
  return list;
}

function holds(first, entry) {
  if (first.level !== entry.level) return first.level < entry.level;
  return first.name === entry.name && first.tag === entry.tag;
}

function buildLists(parent) {
  let open = [];
  for (const node of [...parent.childNodes]) {
    const entry = entryOf(node);
    if (!entry) {
      if (node.nodeType === Node.ELEMENT_NODE || node.textContent.trim()) open = [];
      continue;
    }
    while (open.length && !holds(open.at(-1).entry, entry)) open.pop();
    if (!open.length || open.at(-1).entry.level < entry.level) {
      open.push({ entry, list: begin(entry, node, open.at(-1)?.list) });
    }
    for (const span of ignored(node)) span.remove();
    const item = node.ownerDocument.createElement("li");
    item.append(node);
    open.at(-1).list.append(item);
  }
}

// Google Docs nests a list beside the entry that it belongs to.
function nest(list) {
  const entry = list.previousElementSibling;
  if (!list.parentElement.matches("ul, ol")) return;
  if (entry?.matches("li")) entry.append(list);
  else unwrap(list);
}

// What is bold or italic by its style becomes so by its element, and the other way round.
function mark(element) {
  const says = style(element);
  if (element.matches("span, font")) {
    for (const [tag, pattern] of STYLES) {
      if (!pattern.test(says) || isEmpty(element)) continue;
      const marked = element.ownerDocument.createElement(tag);
      marked.append(...element.childNodes);
      element.append(marked);
    }
    unwrap(element);
  } else if (NOT_MEANT[element.nodeName]?.test(says) || element.querySelector(BLOCKS)) {
    unwrap(element);
  }
}

function level(element) {
  if (element.getAttribute("role") === "heading") return element.getAttribute("aria-level");
  if (element.classList.contains("MsoTitle")) return "1";
  return /^H([1-6])$/.exec(element.nodeName)?.[1];
}

// Where a link leads: not by way of Google, and nowhere for a place in the Word document.
function target(address) {
  if (address.startsWith("#_") || address.startsWith("file:")) return "";
  try {
    const url = new URL(address);
    const isGoogle = /^(www\.)?google\.com$/.test(url.hostname) && url.pathname === "/url";
    return (isGoogle && (url.searchParams.get("q") ?? url.searchParams.get("url"))) || address;
  } catch {
    return address;
  }
}

function link(element) {
  const address = target((element.getAttribute("href") ?? "").trim());
  if (address && !isEmpty(element)) element.setAttribute("href", address);
  else unwrap(element);
}

// The library's pictures only: the policy loads no others, and no page shows them.
function picture(image) {
  const url = new URL(image.getAttribute("src") ?? "", location.href);
  if (url.origin === location.origin && url.pathname.startsWith("/media/")) {
    image.setAttribute("src", url.pathname);
  } else image.remove();
}

function calm(root) {
  const words = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) words.currentNode.data = words.currentNode.data.replace(/\xa0/g, " ");
  for (const element of root.querySelectorAll("u, s, code")) unwrap(element);
  for (const element of root.querySelectorAll("pre")) rename(element, "p");
}

export function tidy(html) {
  const root = new DOMParser().parseFromString(inert(html), "text/html").body;
  for (const element of root.querySelectorAll(INVISIBLE)) element.remove();
  for (const parent of [root, ...root.querySelectorAll("td, th, div, blockquote")]) {
    buildLists(parent);
  }
  if (WORD_PROCESSOR.test(html)) calm(root);
  for (const element of root.querySelectorAll("b")) mark(rename(element, "strong"));
  for (const element of root.querySelectorAll("i")) mark(rename(element, "em"));
  for (const element of [...root.querySelectorAll("span, font")].reverse()) mark(element);
  for (const element of root.querySelectorAll("img")) picture(element);
  for (const element of root.querySelectorAll("a")) link(element);
  for (const element of root.querySelectorAll("ul ul, ul ol, ol ul, ol ol")) nest(element);
  for (const element of root.querySelectorAll("h1, h2, h3, h4, h5, h6, p")) {
    const tag = LEVELS[level(element)];
    if (!tag) continue;
    // A heading is bold by itself.
    for (const bold of element.querySelectorAll("strong")) unwrap(bold);
    rename(element, tag);
  }
  for (const element of root.querySelectorAll("p, h2, h3, h4, figure, li")) {
    if (isEmpty(element)) element.remove();
  }
  for (const element of root.querySelectorAll(":scope > br")) element.remove();
  for (const element of root.querySelectorAll("[data-style]")) element.removeAttribute("data-style");
  return root.innerHTML;
}

export const CleanPaste = Extension.create({
  name: "cleanPaste",
  transformPastedHTML(html) {
    return html.includes("data-pm-slice") ? html : tidy(html); // its own text is as it should be
  },
});
