import { Secret, TOTP } from "otpauth";
import type { OneTimeCodes } from "@/lib/auth/port.ts";

const ISSUER = "Encounter Tracker";
const PERIOD = 30;

/** Codes of six digits that change every 30 seconds (RFC 6238). */
export class TotpCodes implements OneTimeCodes {
  newSecret(): string {
    return new Secret({ size: 20 }).base32;
  }

  address(secret: string, email: string): string {
    return totp(secret, email).toString();
  }

  step(secret: string, code: string, now: number): number | null {
    const delta = totp(secret, "").validate({ token: code, timestamp: now, window: 1 });
    return delta === null ? null : Math.floor(now / 1_000 / PERIOD) + delta;
  }
}

function totp(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD,
    secret: Secret.fromBase32(secret),
  });
}
