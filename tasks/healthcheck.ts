// What a container's health check runs: ends with 0 while this instance should get traffic.
const port = Deno.env.get("PORT") ?? "8000";
try {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`, {
    signal: AbortSignal.timeout(2_500),
  });
  await response.body?.cancel();
  Deno.exit(response.ok ? 0 : 1);
} catch {
  Deno.exit(1);
}
