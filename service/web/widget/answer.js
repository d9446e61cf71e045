/** What the service answers. */

/** What the service (or the network: status 0) said no with: `field` and a sentence. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail);
    this.status = status;
    this.field = problem?.field;
  }
}

/** The JSON that a request is answered with, or `Refused`; nothing at all to who hung up. */
export async function answered(address, how) {
  const response = await fetch(address, { credentials: "omit", ...how }).catch((error) => {
    if (error.name === "AbortError") return new Promise(() => {}); // nobody waits for it
    throw new Refused(0);
  });
  const said = await response.json().catch(() => null);
  // Half an answer is none.
  if (!response.ok || !said) throw new Refused(response.status, said);
  return said;
}
