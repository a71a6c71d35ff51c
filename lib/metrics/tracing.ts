import type { RequestSample } from "./port.ts";

/** Spans of one request's parts, under the span that the runtime opened for the request. */
export interface Spans {
  /** Names the request's own span after its route. */
  request(sample: RequestSample): void;
  /** One call of the store, by `collection.operation`, that has just ended. */
  store(operation: string, ok: boolean, seconds: number): void;
  cache(operation: string, ok: boolean, seconds: number): void;
  /** A command's update stood in the streams of this instance. */
  fanout(seconds: number): void;
}

/**
 * Spans by OpenTelemetry's interface and names. Deno brings what collects and sends them
 * (`OTEL_DENO=true`); the library is loaded only where that is on.
 *
 * @param database the store's name among OpenTelemetry's: sqlite or mongodb
 */
export async function loadSpans(database: "sqlite" | "mongodb"): Promise<Spans> {
  const { SpanKind, SpanStatusCode, trace } = await import("@opentelemetry/api");
  const tracer = trace.getTracer("encounter-tracker");
  const ended = (
    name: string,
    kind: number,
    ok: boolean,
    seconds: number,
    attributes: Record<string, string>,
  ): void => {
    // Nothing of what the server does for itself, nor of a request that the sampler left out.
    if (trace.getActiveSpan()?.isRecording() !== true) return;
    const end = performance.timeOrigin + performance.now();
    const span = tracer.startSpan(name, { kind, startTime: end - seconds * 1_000, attributes });
    if (!ok) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(end);
  };
  return {
    request({ method, route }) {
      const span = route === null ? undefined : trace.getActiveSpan();
      if (span?.isRecording() !== true || route === null) return;
      span.updateName(`${method} ${route}`);
      span.setAttribute("http.route", route);
    },
    store(operation, ok, seconds) {
      const [collection = "", name = ""] = operation.split(".");
      ended(`${name} ${collection}`, SpanKind.CLIENT, ok, seconds, {
        "db.system.name": database,
        "db.operation.name": name,
        "db.collection.name": collection,
      });
    },
    cache(operation, ok, seconds) {
      ended(`${operation} cache`, SpanKind.CLIENT, ok, seconds, {
        "db.system.name": "redis",
        "db.operation.name": operation,
      });
    },
    fanout(seconds) {
      ended("publish streams", SpanKind.PRODUCER, true, seconds, {
        "messaging.system": "sse",
        "messaging.operation.name": "publish",
        "messaging.destination.name": "streams",
      });
    },
  };
}
