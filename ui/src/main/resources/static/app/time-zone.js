// The time zone of the page, in its URL and in this browser.

import { parameters, setParameters, updateViews } from "./address.js";
import { setZone, zoneName } from "./logic/zone.js";
import { readStored, writeStored } from "./storage.js";

const STORED = "zone";

/** Sets the zone of the URL, or the stored one. */
export function applyZone() {
  const name = parameters().get("tz") ?? readStored(STORED, "");
  if (name !== zoneName()) {
    setZone(name);
  }
}

/** @param {string} name empty: that of the browser */
export function chooseZone(name) {
  writeStored(STORED, name);
  setParameters({ tz: name }, { replace: true });
  updateViews();
}
