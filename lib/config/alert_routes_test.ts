import assert from "node:assert/strict";
import { alertRoutes, parseHours } from "./alert_routes.ts";

Deno.test("hours are those of their own time zone, days over the week's end too", () => {
  const office = parseHours("Mon-Fri 08:00-18:00 Europe/Berlin");
  const at = (iso: string) => Date.parse(iso);
  assert.equal(office?.includes(at("2026-11-30T07:00:00Z")), true, "Monday, eight in Berlin");
  assert.equal(office?.includes(at("2026-11-30T06:59:00Z")), false);
  assert.equal(office?.includes(at("2026-11-30T17:00:00Z")), false, "eighteen is over");
  assert.equal(office?.includes(at("2026-07-01T06:00:00Z")), true, "summer time");
  assert.equal(office?.includes(at("2026-11-29T10:00:00Z")), false, "Sunday");
  const weekend = parseHours("Sat-Mon 00:00-24:00 UTC");
  assert.equal(weekend?.includes(at("2026-11-29T00:00:00Z")), true);
  assert.equal(weekend?.includes(at("2026-12-01T00:00:00Z")), false, "Tuesday");
});

Deno.test("what are no hours is refused", () => {
  for (
    const text of [
      "",
      "Mon-Fri",
      "Mon-Fri 18:00-08:00 UTC",
      "Mon-Fri 08:00-25:00 UTC",
      "Mon-Fri 08:70-09:00 UTC",
      "Mon-Fri 08:00-18:00 Mars/Olympus",
    ]
  ) assert.equal(parseHours(text), undefined, text);
});

Deno.test("routes name channels and severities that there are, once each", () => {
  const parsed = alertRoutes().parse("slack=critical,warning; email=ticket");
  assert.deepEqual([...parsed], [["slack", ["critical", "warning"]], ["email", ["ticket"]]]);
  for (const text of ["", "slack", "sms=critical", "slack=loud", "slack=critical;slack=ticket"]) {
    assert.equal(alertRoutes().safeParse(text).success, false, text);
  }
});
