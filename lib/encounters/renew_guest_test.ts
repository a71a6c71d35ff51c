import assert from "node:assert/strict";
import { renewGuest } from "@/lib/http/renew_guest.ts";
import { SILENT_LOG } from "@/lib/log.ts";
import { Tokens } from "./tokens.ts";

const DAY = 86_400_000;
const OWNER = `guest_${"a".repeat(22)}`;

/** The ring after so many rotations: the newest key and two older ones. */
function ringAt(rotations: number) {
  const key = (n: number) => ({ kid: `k${n}`, bytes: new Uint8Array(32).fill(n + 1) });
  const keys = [rotations, rotations - 1, rotations - 2].filter((n) => n >= 0).map(key);
  return { current: key(rotations), keys };
}

Deno.test("a guest who comes once a season keeps their fights over years of rotations", async () => {
  let token = await new Tokens(ringAt(0)).guest(OWNER, 0);
  const first = token;
  for (let season = 1; season <= 12; season++) {
    const tokens = new Tokens(ringAt(season));
    const now = season * 90 * DAY;
    assert.equal(await tokens.readGuest(token, now), OWNER, `season ${season}`);
    const renewed = await tokens.renewGuest(token, now) ?? assert.fail("not renewed");
    assert.equal(renewed.ownerId, OWNER);
    token = renewed.token;
  }
  assert.equal(await new Tokens(ringAt(12)).readGuest(first, 12 * 90 * DAY), undefined);
});

Deno.test("a fresh token of the current key is left alone, a foreign one is not renewed", async () => {
  const tokens = new Tokens(ringAt(3));
  const token = await tokens.guest(OWNER, 0);
  assert.equal(await tokens.renewGuest(token, 29 * DAY), undefined);
  assert.notEqual(await tokens.renewGuest(token, 31 * DAY), undefined);
  assert.equal(await tokens.renewGuest(`${token}x`, 31 * DAY), undefined);
  assert.equal(await tokens.renewGuest(token, 401 * DAY), undefined, "its time is over");
  const seats = await tokens.places({ seatIds: [`seat_${"b".repeat(22)}`] }, 0);
  assert.equal(await tokens.renewGuest(seats, 0), undefined);
});

Deno.test("the cookie is renewed with pages that no cache keeps, and with nothing else", async () => {
  const ask = async (method: string, type: string, keep: string) => {
    const middleware = renewGuest(() => Promise.resolve("guest=new"));
    const headers = { "content-type": type, "cache-control": keep };
    const response = await middleware({
      config: { mode: "production" },
      req: new Request("http://tracker.test/encounters", {
        method,
        headers: { cookie: "guest=a" },
      }),
      url: new URL("http://tracker.test/encounters"),
      route: "/encounters",
      state: { requestId: "", log: SILENT_LOG },
      next: () => Promise.resolve(new Response("", { headers })),
    });
    return response.headers.get("set-cookie");
  };
  assert.equal(await ask("GET", "text/html; charset=utf-8", "no-store"), "guest=new");
  assert.equal(await ask("GET", "text/html", "public, max-age=60"), null);
  assert.equal(await ask("GET", "application/json", "no-store"), null);
  assert.equal(await ask("POST", "text/html", "no-store"), null);
});
