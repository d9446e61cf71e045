/** The service's API, as readers use it. */

/** What the service (or the network: status 0) said no with: `field` and a sentence. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail);
    this.status = status;
    this.field = problem?.field;
  }
}

/** Talks to one service about one site. */
export class Api {
  constructor(base, site, lang) {
    this.base = base;
    this.site = site;
    this.lang = lang;
  }

  address(path, query) {
    return `${this.base}/api/v1/${path}?${new URLSearchParams(query)}`;
  }

  /** A request of the simplest kind, which needs no other one before it. */
  get(path, query, signal) {
    // What a browser kept may be older than what its visitor has just posted.
    const asked = { signal, credentials: "omit", cache: "no-cache" };
    return answer(fetch(this.address(path, query), asked));
  }

  /** What only the holder of a token may ask, or what changes something. */
  send(method, path, { body, token, key, signal }) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    if (key) headers["Idempotency-Key"] = key;
    const query = { lang: this.lang };
    const asked = { method, headers, signal, credentials: "omit", body: body && JSON.stringify(body) };
    return answer(fetch(this.address(path, query), asked));
  }
}

async function answer(asked) {
  const response = await asked.catch((error) => {
    if (error.name === "AbortError") return new Promise(() => {}); // nobody waits for it
    throw new Refused(0);
  });
  const said = await response.json().catch(() => null);
  // Half an answer is none.
  if (!response.ok || !said) throw new Refused(response.status, said);
  return said;
}
