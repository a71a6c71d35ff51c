/** What became of a browser's report. */
export type BrowserReportResult = "accepted" | "dropped" | "invalid";

/** Takes reports of what broke in browsers. */
export interface BrowserErrors {
  /** `body` is foreign: anything may stand in it. `address` is only counted, never kept. */
  take(body: unknown, address: string, requestId: string): Promise<BrowserReportResult>;
}

/** Longest report, in bytes. */
export const MAX_REPORT_BYTES = 4_096;
