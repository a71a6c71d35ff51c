import type { Device } from "@/lib/auth/sessions.ts";

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Headless)?(?:Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/CrOS/, "ChromeOS"],
  [/Mac OS X|Macintosh/, "Mac"],
  [/Linux|X11/, "Linux"],
];

/** Headers in which platforms say the country of a request. Nobody else is asked. */
const COUNTRY_HEADERS = ["cf-ipcountry", "x-vercel-ip-country", "x-country-code"];

function nameIn(list: typeof BROWSERS, text: string): string | undefined {
  return list.find(([pattern]) => pattern.test(text))?.[1];
}

/** The country's name for a code of two letters; null for anything else. */
function countryName(code: string | null): string | null {
  // XX and T1 stand for "unknown" and for an anonymising network.
  if (code === null || !/^[A-Z]{2}$/.test(code) || code === "XX") return null;
  return new Intl.DisplayNames(["en"], { type: "region" }).of(code) ?? null;
}

/**
 * What a request says of the device it comes from: "Firefox on Windows", and the country where a
 * trusted platform in front of the app names it.
 */
export function deviceOf(headers: Headers, trustProxy: boolean): Device {
  const agent = headers.get("user-agent") ?? "";
  const browser = nameIn(BROWSERS, agent) ?? "A browser";
  const system = nameIn(SYSTEMS, agent);
  const code = trustProxy
    ? COUNTRY_HEADERS.map((name) => headers.get(name)).find((value) => value !== null)
    : null;
  return {
    device: system === undefined ? browser : `${browser} on ${system}`,
    place: countryName(code ?? null),
  };
}
