import type { SessionInfo } from "@/lib/auth/port.ts";

const METHODS: Readonly<Record<SessionInfo["method"], string>> = {
  password: "password",
  passkey: "passkey",
  provider: "another site",
  link: "a letter",
};

/** "2026-11-30 21:04 UTC": the same for everybody, whatever the server's zone. */
export function momentText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** The devices that are signed in, each with a way to end it. */
export function SessionList({ sessions }: { readonly sessions: readonly SessionInfo[] }) {
  return (
    <ul class="session-list">
      {sessions.map((one) => (
        <li key={one.id}>
          <div>
            <b>{one.device}{one.place === null ? "" : `, ${one.place}`}</b>
            <span class="label">
              {one.current ? "This device. " : ""}
              Signed in {momentText(one.createdAt)} by {METHODS[one.method]}, last seen{" "}
              {momentText(one.lastSeenAt)}
            </span>
          </div>
          <span class="push" />
          <form method="post" action="/account/sessions">
            <input type="hidden" name="id" value={one.id} />
            <button class="btn" type="submit" name="do" value="end">
              {one.current ? "Sign out here" : "End it"}
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
