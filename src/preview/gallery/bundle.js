"use strict";
// the frame that holds this page has no origin to name
parent.postMessage(JSON.parse(document.getElementById("data").textContent), "*");
