import assert from "node:assert/strict";
import { MAX_SERIES, Registry } from "./registry.ts";

Deno.test("a counter, a gauge and a histogram render as Prometheus text", () => {
  const registry = new Registry();
  registry.counter("c_total", "Things", ["kind"]).add(2, 'a"b\\c\nd');
  registry.gauge("g", "Level").set(1.5);
  const histogram = registry.histogram("h_seconds", "Time", ["route"]);
  histogram.observe(0.005, "/a");
  histogram.observe(0.3, "/a");
  histogram.observe(99, "/a");
  histogram.observe(NaN, "/a");
  const text = registry.text();
  assert.match(text, /# TYPE c_total counter\nc_total\{kind="a\\"b\\\\c\\nd"\} 2\n/);
  assert.match(text, /# HELP g Level\n# TYPE g gauge\ng 1\.5\n/);
  assert.match(text, /h_seconds_bucket\{route="\/a",le="0\.005"\} 1\n/);
  assert.match(text, /h_seconds_bucket\{route="\/a",le="0\.5"\} 2\n/);
  assert.match(
    text,
    /h_seconds_bucket\{route="\/a",le="\+Inf"\} 3\nh_seconds_sum\{route="\/a"\} 99\.305\n/,
  );
  assert.match(text, /h_seconds_count\{route="\/a"\} 3\n$/);
});

Deno.test("a million ids make at most two hundred series, and nothing is lost", () => {
  const registry = new Registry();
  const counter = registry.counter("c_total", "Things", ["id"]);
  for (let i = 0; i < 1_000_000; i++) counter.add(1, `id-${i}`);
  const lines = registry.text().split("\n").filter((line) => line.startsWith("c_total{"));
  assert.equal(lines.length, MAX_SERIES);
  const sum = lines.reduce((total, line) => total + Number(line.split(" ").at(-1)), 0);
  assert.equal(sum, 1_000_000);
  assert.ok(lines.some((line) => line.includes('id="other"')));
});
