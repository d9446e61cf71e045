/** The service's API, as readers use it. */

import { answered } from "./answer.js";

const PATIENCE_MS = 20_000;

/** Talks to one service about one site, in a language. What is read is read until the signal. */
export class Api {
  constructor(base, site, lang, signal) {
    Object.assign(this, { base, site, lang, signal });
  }

  address(path, query) {
    return `${this.base}/api/v1/${path}?${new URLSearchParams(query)}`;
  }

  /** A request of the simplest kind, which needs no other one before it, unless it has a token. */
  get(path, query, token) {
    const signal = AbortSignal.any([this.signal, patience()]);
    // What a browser kept may be older than what its visitor has just posted.
    return answered(this.address(path, query), { signal, cache: "no-cache", headers: bearing(token) });
  }

  /** What changes something. It goes on when the widget is gone. */
  send(method, path, { body, token, key }) {
    const headers = bearing(token);
    if (body) headers["Content-Type"] = "application/json";
    if (key) headers["Idempotency-Key"] = key;
    const how = { method, headers, signal: patience(), body: body && JSON.stringify(body) };
    return answered(this.address(path, { lang: this.lang }), how);
  }
}

function bearing(token) {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

function patience() {
  return AbortSignal.timeout(PATIENCE_MS);
}
