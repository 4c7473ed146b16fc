import assert from "node:assert/strict";
import { test } from "node:test";
import { curlOf } from "../../../main/resources/static/app/logic/curl.js";

test("curlOf encodes each parameter and takes the key from the environment", () =>
  assert.equal(
    curlOf("http://log.example/proxy/api/v1/logs?query=it%27s+%22down%22&limit=5"),
    `curl -G -H "X-API-Key: $API_KEY" \\
  'http://log.example/proxy/api/v1/logs' \\
  --data-urlencode 'query=it'\\''s "down"' \\
  --data-urlencode 'limit=5'`,
  ));
