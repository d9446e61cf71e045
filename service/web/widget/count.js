/** The way in of `count.js`, for pages that only show numbers. */

import { fillCounts } from "./counts.js";

const tag = document.currentScript;
const base = new URL(".", tag.src).href.slice(0, -1);
const fill = () => fillCounts(base, tag.dataset.site, String);

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", fill);
else fill();
