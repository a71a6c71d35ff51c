// `deno task soak [MINUTES]`: all attacks of tests/abuse at once against one built server with
// 512 MB, again and again (ten minutes unless said otherwise), while another table plays. Exit
// codes: 0 held, 1 something was lost, memory stayed or the server ended, 64 misuse.
import { soak, type Soaked } from "@/tests/abuse/soak.ts";

/** What came of it, for a person. */
export function soakText({ noticed, rounds, memoryBefore, memoryAfter, survived }: Soaked): string {
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  return [
    `${rounds} attacks carried out; the server ${survived ? "serves on" : "ended"}`,
    `${noticed.turns} turns at the other table: ${noticed.lost} lost, ${noticed.refused} refused, ` +
    `p99 ${Math.round(noticed.turnP99)} ms`,
    `/livez: p99 ${Math.round(noticed.livezP99)} ms, longest ${Math.round(noticed.livezMax)} ms, ` +
    `${noticed.livezFailed} without an answer`,
    `memory: ${mb(memoryBefore)} before, ${mb(memoryAfter)} after`,
  ].join("\n");
}

async function main([minutes = "10"]: readonly string[]): Promise<number> {
  const seconds = Number(minutes) * 60;
  if (!(seconds > 0 && seconds <= 3_600)) {
    console.error("Usage: deno task soak [MINUTES]");
    return 64;
  }
  const soaked = await soak(seconds);
  console.log(soakText(soaked));
  return soaked.held ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
