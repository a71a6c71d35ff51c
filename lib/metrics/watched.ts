import { statfs } from "node:fs/promises";
import type { AlertingStatus } from "@/lib/alerting/port.ts";
import type { BillingStanding } from "@/lib/billing/standing_port.ts";
import type { HealthReport } from "@/lib/health/port.ts";
import type { Registry } from "./registry.ts";

/** What is asked when the figures are scraped. */
export interface WatchedParts {
  readonly health: () => HealthReport;
  readonly alerts: () => Promise<Pick<AlertingStatus, "alerts" | "waiting" | "refused">>;
  /** The folder whose disk is watched; undefined where this process keeps nothing. */
  readonly folder: string | undefined;
  readonly rules: readonly string[];
  /** How billing stands; null where nothing is sold. */
  readonly billing: () => Promise<BillingStanding | null>;
}

/** Parts, alerts, messages that wait, and the disk, as figures of this instance. */
export class WatchedFigures {
  readonly #component;
  readonly #firing;
  readonly #waiting;
  readonly #refused;
  readonly #newer;
  readonly #disk;
  readonly #read;
  readonly #billing;

  constructor(registry: Registry, private readonly parts: WatchedParts) {
    this.#component = registry.gauge(
      "component_up",
      "1 while a part is well, 0 while it is not; absent while it is not configured.",
      ["component", "required"],
    );
    this.#firing = registry.gauge("alerts_firing", "Alerts that fire, by rule.", ["rule"]);
    this.#waiting = registry.gauge(
      "alert_messages_waiting",
      "Messages of the alerting that wait to be sent, by channel.",
      ["channel"],
    );
    this.#refused = registry.gauge(
      "alert_messages_refused",
      "Messages of the alerting that were given up within the last hour, by channel.",
      ["channel"],
    );
    this.#newer = registry.gauge(
      "schema_newer",
      "1 while the store has migrations that this release does not know.",
    );
    this.#billing = {
      drifted: registry.gauge(
        "billing_drifted_accounts",
        "Accounts that differed from Stripe at the last comparison.",
      ),
      waiting: registry.gauge(
        "billing_event_wait_seconds",
        "How long the oldest event of Stripe has waited for its effect.",
      ),
    };
    this.#disk = registry.gauge("disk_bytes", "The disk of the data folder.", ["kind"]);
    this.#read = registry.gauge(
      "alerts_readable",
      "1 while the state of the alerting can be read; the families about alerts are stale while 0.",
    );
  }

  /** Asks for everything; what does not answer keeps its last figure. */
  async refresh(): Promise<void> {
    for (const { name, required, status } of this.parts.health().components) {
      if (status === "not_configured") continue;
      this.#component.set(status === "ok" ? 1 : 0, name, String(required));
      if (name === "schema") this.#newer.set(status === "degraded" ? 1 : 0);
    }
    await Promise.all([this.#alerts(), this.#diskSpace(), this.#payments()]);
  }

  async #alerts(): Promise<void> {
    const status = await this.parts.alerts().catch(() => null);
    this.#read.set(status === null ? 0 : 1);
    if (status === null) return;
    for (const rule of this.parts.rules) {
      const firing = status.alerts.filter((alert) =>
        alert.rule === rule && alert.status === "firing"
      );
      this.#firing.set(firing.length, rule);
    }
    for (const channel of ["slack", "email", "pagerduty", "webhook"]) {
      this.#waiting.set(status.waiting[channel] ?? 0, channel);
      this.#refused.set(status.refused[channel] ?? 0, channel);
    }
  }

  async #payments(): Promise<void> {
    const standing = await this.parts.billing().catch(() => null);
    if (standing === null) return;
    const { drifted, waitingSince } = standing;
    this.#billing.drifted.set(drifted);
    this.#billing.waiting.set(waitingSince === null ? 0 : (Date.now() - waitingSince) / 1_000);
  }

  async #diskSpace(): Promise<void> {
    const { folder } = this.parts;
    const disk = folder === undefined ? null : await statfs(folder).catch(() => null);
    if (disk === null) return;
    this.#disk.set(disk.bavail * disk.bsize, "free");
    this.#disk.set(disk.blocks * disk.bsize, "size");
  }
}
