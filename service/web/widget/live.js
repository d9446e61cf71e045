/** Hears of new comments while the page is looked at. Where the line cannot be had, nothing is lost
 *  but the news. */

/** Calls what `hears` each kind of news with what the service says of it, until the signal. */
export function listen(address, signal, hears) {
  let line = null;
  const turn = () => {
    line?.close();
    if (document.hidden || signal.aborted) return;
    line = new EventSource(address);
    for (const kind in hears) line.addEventListener(kind, (event) => hears[kind](JSON.parse(event.data)));
  };
  document.addEventListener("visibilitychange", turn, { signal });
  signal.addEventListener("abort", turn);
  turn();
}
