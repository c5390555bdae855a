// The server's drawer with the kinds beyond the usual ones.

import "./more.js";
import "./server.js";
