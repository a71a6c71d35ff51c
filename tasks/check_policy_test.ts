import assert from "node:assert/strict";
import { policyProblems, routeMethods } from "@/tasks/check_policy.ts";

Deno.test("every route is in the policy, and the policy names only what is there", async () => {
  assert.deepEqual(policyProblems(await routeMethods()), []);
});

Deno.test("a new address, a new method and a line too many are each found", async () => {
  const routes = await routeMethods();
  const added = [
    ...routes.filter(({ pattern }) => pattern !== "/theme"),
    { pattern: "/secret", path: "routes/secret.ts", methods: ["GET"] },
    { pattern: "/theme", path: "routes/theme.ts", methods: ["POST", "DELETE"] },
  ];
  assert.deepEqual(policyProblems(added), [
    "routes/secret.ts: GET /secret is not in lib/auth/policy.ts",
    "routes/theme.ts: DELETE /theme is not in lib/auth/policy.ts",
  ]);
  assert.deepEqual(policyProblems(routes.filter(({ pattern }) => pattern !== "/theme")), [
    "lib/auth/policy.ts: no route answers POST /theme",
  ]);
});
