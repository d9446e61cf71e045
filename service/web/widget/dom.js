/** Makes elements. No string of anybody's is ever parsed as HTML by the browser: a comment's HTML,
 *  which the server has sanitised, is built element by element from an allow-list, so this works
 *  under any Trusted Types policy and asks for none. */

/** An element with attributes (null: none; functions: listeners) and children (what is false or
 *  null: none). */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter(Boolean));
  return made;
}

/** A button that does something when it is pressed. */
export function press(text, click, attributes) {
  return el("button", { type: "button", click, ...attributes }, text);
}

/** A choice of one out of some: pairs of what it means and how it is said. */
export function choice(label, options, attributes) {
  const shown = options.map(([value, text]) => el("option", { value }, text));
  return el("select", { "aria-label": label, ...attributes }, ...shown);
}

const TAGS = /<(\/?)([a-z]+)([^>]*)>|([^<]+)|</g;
const ALLOWED = "p br strong em a code pre blockquote ul ol li hr".split(" ");
const EMPTY = "br hr".split(" ");
const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" };

/** The elements and text of a comment's sanitised HTML. What is not allowed becomes its text. */
export function formatted(html) {
  const root = new DocumentFragment();
  const open = [root];
  for (const [, closes, tag, attributes, said] of html.matchAll(TAGS)) {
    const inside = open.at(-1);
    if (said) inside.append(plain(said));
    if (!ALLOWED.includes(tag)) continue;
    if (closes) {
      if (open.length > 1 && inside.localName === tag) open.pop();
      continue;
    }
    const made = el(tag);
    inside.append(made);
    const given = (name) => attributes.split(` ${name}="`)[1]?.split('"')[0];
    if (tag === "a") follow(made, plain(given("href") ?? ""));
    if (tag === "ol") made.start = given("start") ?? 1;
    if (!EMPTY.includes(tag)) open.push(made);
  }
  return root;
}

/** Makes a link of an anchor, if the address is one that a comment may have. */
export function follow(anchor, address) {
  if (/^(?:https?:\/\/[^/]|mailto:)/i.test(address)) {
    anchor.href = address;
    anchor.rel = "ugc nofollow noopener noreferrer";
  }
  return anchor;
}

function plain(html) {
  return html.replace(/&([a-z]+);/g, (whole, name) => SIGNS[name] ?? whole);
}
