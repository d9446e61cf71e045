/** Fills every `[data-comment-count]` of a page, with one request unless there are very many. The
 *  element names the page in that attribute, or links to it. */

import { answered } from "./answer.js";

/** Servers take no longer addresses than those of about so many pages. */
const AT_ONCE = 50;

/** `said` turns a number into words, at once or later. Where the service does not answer, the page
 *  stays as it was. */
export async function fillCounts(base, site, said) {
  const places = new Map();
  for (const one of document.querySelectorAll("[data-comment-count]")) {
    const { pathname, search } = one.closest("a[href]") ?? location;
    const post = one.dataset.commentCount || pathname + search;
    places.set(post, [...(places.get(post) ?? []), one]);
  }
  const posts = [...places.keys()];
  try {
    while (posts.length) {
      const asked = new URLSearchParams({ site });
      for (const post of posts.splice(0, AT_ONCE)) asked.append("post", post);
      const { counts } = await answered(`${base}/api/v1/counts?${asked}`);
      for (const [post, n] of Object.entries(counts)) {
        // Null for an address that is none of the site's.
        if (n != null) for (const one of places.get(post) ?? []) one.textContent = await said(n);
      }
    }
  } catch {
    // Counts are decoration.
  }
}
