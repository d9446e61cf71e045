/** What the service answers. */

/** What the service (or the network: status 0) said no with: `field` and a sentence. `sent`: by which
 *  method something was sent, if it was. */
export class Refused extends Error {
  constructor(status, sent, problem) {
    super(problem?.detail);
    Object.assign(this, { ...problem, status, sent });
  }
}

/** The JSON that a request is answered with, or `Refused`; nothing at all to who hung up. */
export async function answered(address, how) {
  const response = await fetch(address, { credentials: "omit", ...how }).catch((error) => {
    if (error.name === "AbortError") return new Promise(() => {}); // nobody waits for it
    throw new Refused(0, how?.method);
  });
  const said = await response.json().catch(() => null);
  // Half an answer is none.
  if (!response.ok || !said) throw new Refused(response.status, how?.method, said);
  return said;
}
