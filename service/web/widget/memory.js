/** What this browser keeps for its visitor, in the blog's own localStorage. Where that is refused or
 *  full, it is kept as long as the page. */

const kept = new Map();
const OWN_MOST = 10;

/** What is kept, if it is of the same kind as `none`: the blog's other scripts may write here too. */
function read(key, none) {
  let found = kept.get(key);
  try {
    const name = `reactie:${key}`;
    found = JSON.parse(sessionStorage[name] ?? localStorage[name]) ?? found;
  } catch {
    // Refused, or none of ours.
  }
  return found?.constructor === none.constructor ? found : none;
}

function write(key, value) {
  kept.set(key, value);
  try {
    // Each tab finds its own draft again, and a new one what was written last.
    const name = `reactie:${key}`;
    for (const store of key.startsWith("draft") ? [sessionStorage, localStorage] : [localStorage]) {
      if (value) store[name] = JSON.stringify(value);
      else delete store[name];
    }
  } catch {
    // Kept in the page.
  }
}

/** A token that proves the same visitor to the site another time. */
export function device() {
  let known = read("device", "");
  if (!/^[0-9a-f]{32}$/.test(known)) write("device", (known = token()));
  return known;
}

/** 128 bits that nobody can guess. */
export function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Name, e-mail address and website, if the visitor asked to remember them. */
export const person = {
  read: () => read("person", {}),
  write: (value) => write("person", value),
};

/** The visitor's own comments on a page, the last told of last: `{id, token, parent, name}`, and
 *  `changed` where readers see an older text. */
export const own = {
  on: (place) => read(`own:${place}`, []).filter((one) => one?.id).slice(-OWN_MOST),
  find: (place, id) => own.on(place).find((one) => one.id === id),
  forget: (place, id) => write(`own:${place}`, own.on(place).filter((one) => one.id !== id)),
  tell: (place, one) => {
    own.forget(place, one.id);
    write(`own:${place}`, [...own.on(place), one]);
  },
};

/** What was written but not sent yet, by page and the comment that it answers; with what was tried to
 *  be sent last (`sent`), and the `key` by which a second try is known to be the same. */
export const draft = {
  read: (place, parent) => read(`draft:${place}:${parent?.id}`, {}),
  write: (place, parent, value) => write(`draft:${place}:${parent?.id}`, value.text ? value : null),
};

/** What the visitor voted, by comment. */
export const votes = {
  read: (id) => read("votes", {})[id] ?? "none",
  write: (id, vote) => write("votes", { ...read("votes", {}), [id]: vote }),
};
