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
      {sessions.map((session) => (
        <li key={session.id}>
          <div>
            <b>{session.device}{session.place === null ? "" : `, ${session.place}`}</b>
            <span class="label">
              {session.current ? "This device. " : ""}
              Signed in {momentText(session.createdAt)} by {METHODS[session.method]}, last seen{" "}
              {momentText(session.lastSeenAt)}
            </span>
          </div>
          <span class="push" />
          <form method="post" action="/account/sessions">
            <input type="hidden" name="id" value={session.id} />
            <button class="btn" type="submit" name="do" value="end">
              {session.current ? "Sign out here" : "End it"}
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
