/** What strangers write into addresses fills no memory and makes no limit forget. */
import assert from "node:assert/strict";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { type LimitRule, LIMITS } from "@/lib/cache/port.ts";
import { openApi } from "@/tests/api/harness.ts";
import { batch } from "@/tests/api/encounters.ts";

/** A limiter that tells which subjects it is asked for. */
function watched() {
  const cache = new MemoryCache();
  const subjects: string[] = [];
  const limit = (rule: LimitRule, subject: string) => {
    subjects.push(subject);
    return cache.limit(rule, subject);
  };
  return { cache, subjects, limiter: { limit, peek: cache.peek.bind(cache) } };
}

Deno.test("an id of 60 kB is answered before anything counts it", async () => {
  const { subjects, limiter } = watched();
  const api = await openApi({ limiter });
  try {
    const id = "x".repeat(60_000);
    const paths = [
      `/api/v1/encounters/${id}/commands`,
      `/api/v1/encounters/${id}/archive`,
      `/api/v1/play/${id}/proposals`,
      `/api/v1/play/${id}/seat`,
    ];
    for (const path of paths) {
      const answer = await api.person().send("POST", path, batch({ type: "NextTurn" }));
      assert.equal(answer.status, 404, path.slice(0, 30));
    }
    assert.ok(subjects.every((subject) => subject.length < 100), "a long subject was counted");
  } finally {
    await api.close();
  }
});

Deno.test("a stranger's 21,000 ids make nobody forget how often the operator tried", async () => {
  const { cache, limiter } = watched();
  const api = await openApi({ limiter });
  try {
    while ((await cache.limit(LIMITS.loginAddress, "ops 203.0.113.9")).allowed);
    const stranger = api.person("203.0.113.9");
    for (let i = 0; i < 21_000; i += 500) {
      await Promise.all(Array.from({ length: 500 }, async (_, k) => {
        const path = `/api/v1/encounters/fight-${i + k}/commands`;
        await (await stranger.send("POST", path, {})).body?.cancel();
      }));
    }
    assert.equal((await cache.limit(LIMITS.loginAddress, "ops 203.0.113.9")).allowed, false);
  } finally {
    await api.close();
  }
});
