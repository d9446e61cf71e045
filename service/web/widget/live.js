/** Hears of new comments while the page is looked at. Where the line cannot be had, nothing is lost
 *  but the news. */

/** Calls `news` with what the service says of each change, until the signal. */
export function listen(address, signal, news) {
  let line = null;
  const turn = () => {
    line?.close();
    if (document.hidden || signal.aborted) return;
    line = new EventSource(address);
    line.addEventListener("comments", (event) => news(JSON.parse(event.data)));
    line.addEventListener("reload", () => news({}));
  };
  document.addEventListener("visibilitychange", turn, { signal });
  signal.addEventListener("abort", turn);
  turn();
}
