/** What a client needs of the browser; tests hand in their own. */
export interface ClientEnvironment {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Milliseconds since the epoch, by this device's clock. */
  readonly now: () => number;
  /** Between 0 and 1. */
  readonly chance: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Runs `work` after `ms`; the returned function calls it off. */
  readonly later: (work: () => void, ms: number) => () => void;
  /**
   * Tells when the device says that its line is cut or back, or that the page is looked at again;
   * the returned function ends it.
   */
  readonly onLine: (listener: (line: "cut" | "back") => void) => () => void;
  /** False where there are no other tabs to speak with. */
  readonly tabs?: boolean;
}

/** The browser itself. */
export function browserEnvironment(): ClientEnvironment {
  return {
    fetch: (url, init) => fetch(url, init),
    now: () => Date.now(),
    chance: () => Math.random(),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    later(work, ms) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    onLine(listener) {
      const cut = () => listener("cut");
      const back = () => listener("back");
      const seen = () => document.visibilityState === "visible" && listener("back");
      addEventListener("offline", cut);
      addEventListener("online", back);
      addEventListener("pageshow", back);
      document.addEventListener("visibilitychange", seen);
      return () => {
        removeEventListener("offline", cut);
        removeEventListener("online", back);
        removeEventListener("pageshow", back);
        document.removeEventListener("visibilitychange", seen);
      };
    },
  };
}
