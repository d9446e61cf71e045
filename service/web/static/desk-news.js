// News by a stream; where none comes through, by asking now and then, as long as somebody looks.
const PATIENCE = 8_000;
const [SOON, SELDOM] = [5_000, 120_000];

export function listen() {
  const fresh = document.getElementById("fresh");
  if (!fresh) return;
  const title = document.title.replace(/^\(\d+\) /, "");
  const waiting = document.getElementById("waiting");
  // What the page itself says: news may have come between it and the stream.
  let known = Number(waiting.textContent);
  const heard = (count) => {
    document.title = count ? `(${count}) ${title}` : title;
    waiting.textContent = count;
    if (count > known) {
      const link = document.createElement("a");
      link.className = "button";
      link.href = location.href;
      link.textContent = fresh.dataset.said.replace("{n}", count - known);
      fresh.replaceChildren(link);
    } else known = count;
  };
  let [pause, timer] = [SOON, 0];
  const whenSeen = (act) => {
    if (document.hidden) document.addEventListener("visibilitychange", act, { once: true });
    else act();
  };
  const ask = async () => {
    try {
      const answer = await fetch(fresh.dataset.count, { headers: { Accept: "text/html;fragment=yes" } });
      // Nobody is signed in any more: there is nothing to hear.
      if (answer.status === 401) return;
      if (answer.ok) heard((await answer.json()).pending);
    } catch { /* the network is away, or something else answered */ }
    timer = setTimeout(whenSeen, pause, connect);
    pause = Math.min(pause * 1.5, SELDOM);
  };
  const connect = () => {
    if (!globalThis.EventSource) return ask();
    const source = new EventSource(fresh.dataset.news);
    const give = () => {
      clearTimeout(timer);
      source.close();
      whenSeen(ask);
    };
    source.addEventListener("pending", (event) => {
      clearTimeout(timer);
      pause = SOON;
      heard(Number(event.data));
    });
    source.addEventListener("error", give);
    // A stream begins with the count: what is silent is held up on its way.
    timer = setTimeout(give, PATIENCE);
  };
  whenSeen(connect);
}
