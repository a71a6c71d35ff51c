import { Icon } from "@/components/ui/Icon.tsx";
import type { HealthReport } from "@/lib/health/port.ts";
import { time } from "./Alerts.tsx";

/** Every part of the product: how it is, since when, how fast it answered. */
export function Parts({ report }: { readonly report: HealthReport }) {
  return (
    <section class="page-section" aria-labelledby="parts">
      <h2 id="parts">Parts</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Parts, table">
        <table class="data-table">
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">State</th>
              <th scope="col" data-n>Answered in</th>
              <th scope="col">Since</th>
            </tr>
          </thead>
          <tbody>
            {report.components.map((part) => (
              <tr key={part.name}>
                <td>
                  <b>{part.name}</b>
                  {part.required ? ", required" : ""}
                </td>
                <td>
                  <span
                    class="state"
                    data-s={part.status === "ok"
                      ? "ok"
                      : part.status === "not_configured"
                      ? undefined
                      : "bad"}
                  >
                    <Icon
                      name={part.status === "ok"
                        ? "check"
                        : part.status === "not_configured"
                        ? "remove"
                        : "warning"}
                    />
                    {part.status.replace("_", " ")}
                    {part.detail ? `: ${part.detail}` : ""}
                  </span>
                </td>
                <td data-n>{part.latencyMs === null ? "–" : `${part.latencyMs} ms`}</td>
                <td>{time(part.changedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
