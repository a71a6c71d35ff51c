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
  /**
   * Runs `work` when the frame that is being made is on the screen, or at once when the page is
   * about to be hidden (then with `hiding`). Absent: at once.
   */
  readonly afterFrame?: (work: (hiding: boolean) => void) => void;
  /** False where there are no other tabs to speak with. */
  readonly tabs?: boolean;
}

/** A frame that does not come (the page is covered) is not waited for longer, in milliseconds. */
const FRAME_MS = 100;

/**
 * What waits for the next frame. It is run at once when the page is hidden or left, in which
 * moment the browser draws no more frames; nothing that waits is lost.
 */
function frameQueue(): NonNullable<ClientEnvironment["afterFrame"]> {
  let waiting: ((hiding: boolean) => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const channel = new MessageChannel();
  const run = (hiding: boolean) => {
    clearTimeout(timer);
    timer = undefined;
    const ready = waiting;
    waiting = [];
    for (const work of ready) work(hiding);
  };
  // A message that is posted while a frame is made arrives when the frame is done.
  channel.port1.onmessage = () => run(false);
  addEventListener("pagehide", () => run(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") run(true);
  });
  return (work) => {
    waiting.push(work);
    if (document.visibilityState === "hidden") return run(true);
    if (timer !== undefined) return;
    timer = setTimeout(run, FRAME_MS, false);
    requestAnimationFrame(() => channel.port2.postMessage(null));
  };
}

/** The browser itself. */
export function browserEnvironment(): ClientEnvironment {
  return {
    fetch: (url, init) => fetch(url, init),
    now: () => Date.now(),
    chance: () => Math.random(),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    afterFrame: frameQueue(),
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

/** As many random bytes, as hexadecimal digits. */
export function hex(
  { randomBytes }: Pick<ClientEnvironment, "randomBytes">,
  bytes: number,
): string {
  return Array.from(randomBytes(bytes), (byte) => (byte + 256).toString(16).slice(1)).join("");
}
