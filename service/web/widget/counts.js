/** Fills every `[data-comment-count]` of a page with one request. The element names the page in that
 *  attribute, or links to it. */

import { answered } from "./answer.js";

/** `said` turns a number into words, at once or later. Where the service does not answer, the page
 *  stays as it was. */
export async function fillCounts(base, site, said) {
  const places = new Map();
  for (const one of document.querySelectorAll("[data-comment-count]")) {
    const { pathname, search } = one.closest("a[href]") ?? location;
    const post = one.dataset.commentCount || pathname + search;
    places.set(post, [...(places.get(post) ?? []), one]);
  }
  if (!places.size) return;
  const asked = new URLSearchParams({ site });
  for (const post of [...places.keys()].slice(0, 100)) asked.append("post", post);
  try {
    const { counts } = await answered(`${base}/api/v1/counts?${asked}`);
    for (const [post, shown] of places) {
      // Null for an address that is none of the site's.
      if (counts[post] != null) for (const one of shown) one.textContent = await said(counts[post]);
    }
  } catch {
    // Counts are decoration.
  }
}
