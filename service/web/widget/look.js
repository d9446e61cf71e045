/** The look, as a sheet that no inline style is needed for. `CSS_TEXT` is put in at the build. */

import { CSS_TEXT } from "./widget.css.js";

export const SHEET = new CSSStyleSheet();
SHEET.replaceSync(CSS_TEXT);
