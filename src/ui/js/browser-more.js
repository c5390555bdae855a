// The live charts of `browser.js` with the kinds beyond the usual ones. Loaded after it, when the first such chart is
// shown.

import "./more.js";
